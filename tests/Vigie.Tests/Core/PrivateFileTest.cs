using System.Diagnostics;
using Vigie.Core;

namespace Vigie.Tests.Core;

public sealed class PrivateFileTest : IDisposable
{
    private const int ReadOnlyFileSystem = 30;
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-private-").FullName;
    private bool _mounted;

    private string Mount => Path.Combine(_folder, "disk");

    public void Dispose()
    {
        if (_mounted)
        {
            Assert.Equal(0, Run("umount", Mount));
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Real ext4, which gives up between a write and its flush: it answers EROFS, and .NET's own flush takes that for success.</summary>
    [Fact]
    public void A_flush_on_a_disk_that_became_read_only_is_an_error()
    {
        MountExt4();
        using FileStream file = PrivateFile.Open(Path.Combine(Mount, "file"), FileMode.CreateNew, FileShare.None);
        RandomAccess.Write(file.SafeFileHandle, "kept"u8, 0);
        PrivateFile.Flush(file.SafeFileHandle);
        RandomAccess.Write(file.SafeFileHandle, "lost"u8, 0);
        Assert.SkipUnless(Run("mount", "-o", "remount,abort", Mount) == 0, "this kernel does not let ext4 give up");
        IOException error = Assert.Throws<IOException>(() => PrivateFile.Flush(file.SafeFileHandle));
        Assert.Equal(ReadOnlyFileSystem, error.HResult);
        Assert.Throws<IOException>(() => PrivateFile.Replace(Path.Combine(Mount, "other"), "x"u8));
    }

    [Fact]
    public void A_flush_that_the_kernel_refuses_is_an_error()
    {
        using FileStream device = new("/dev/null", FileMode.Open, FileAccess.Write);
        Assert.Contains("Invalid argument", Assert.Throws<IOException>(() => PrivateFile.Flush(device.SafeFileHandle)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_for_now_is_told_and_goes_in_later()
    {
        string path = Path.Combine(_folder, "word");
        Directory.CreateDirectory(path + ".new");
        Assert.Contains(path, PrivateFile.TryReplace(path, "a"u8), StringComparison.Ordinal);
        Directory.Delete(path + ".new");
        Assert.Null(PrivateFile.TryReplace(path, "b"u8));
        Assert.Equal("b", File.ReadAllText(path));
    }

    private void MountExt4()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/mkfs.ext4"), "only root may mount a small disk, and mkfs.ext4 makes it");
        string image = Path.Combine(_folder, "image");
        using (FileStream file = File.Create(image))
        {
            file.SetLength(16 << 20);
        }

        Directory.CreateDirectory(Mount);
        Assert.Equal(0, Run("/usr/sbin/mkfs.ext4", "-q", image));
        _mounted = Run("mount", "-o", "loop", image, Mount) == 0;
        Assert.SkipUnless(_mounted, "loop devices cannot be mounted here");
    }

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEnd();
        process.WaitForExit();
        _ = output.Result;
        return process.ExitCode;
    }
}
