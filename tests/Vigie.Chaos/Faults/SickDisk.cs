using System.Globalization;

namespace Vigie.Chaos.Faults;

/// <summary>
/// A small ext4 disk whose blocks get their place only when they are first written, in a memory of limited size: once that is full, the disk takes a write
/// and fails when it is flushed, as a medium does whose spare sectors are used up. Needs root and loop devices.
/// </summary>
internal sealed class SickDisk : IDisposable
{
    // Group descriptors, inodes and the file system's own journal end before this (mkfs below).
    private const int OwnMegabytes = 6;
    private const int NoSpace = 28;

    // The journal's blocks behind its first, which says where it begins.
    private const long JournalAt = (1 << 20) + 4_096;
    private const long JournalBytes = (4 << 20) - 4_096;
    private readonly bool _journalHolds;
    private readonly string _pool;
    private readonly string _mount;
    private bool _mounted;

    /// <param name="stage">Where it lies.</param>
    /// <param name="journalHolds">Whether the file system's own journal has its place from the start: then it lives through the errors of data.</param>
    public SickDisk(Stage stage, bool journalHolds)
    {
        Privileges.Require("mkfs.ext4", "mount");
        (_journalHolds, _pool, _mount) = (journalHolds, stage["pool"], stage["disk"]);
        Directory.CreateDirectory(_pool);
        Directory.CreateDirectory(_mount);
        Tool.Run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", _pool);
        stage.Keep(this);
        Tool.Run("truncate", "-s", "64M", Image);
        Tool.Run("mkfs.ext4", "-q", "-b", "4096", "-N", "256", "-E", "lazy_itable_init=0,lazy_journal_init=0,nodiscard", "-J", "size=4,location=1M", Image);
        if (journalHolds)
        {
            Tool.Run("dd", "if=" + Image, "of=" + Image, "bs=1M", "count=" + Text(OwnMegabytes), "conv=notrunc", "status=none");
        }

        if (Tool.Try("mount", "-o", "loop,errors=remount-ro", Image, _mount) is { Exit: not 0, Error: var refused })
        {
            throw new RowSkipped("loop devices cannot be mounted here: " + refused.Trim());
        }

        _mounted = true;
    }

    /// <summary>Where the disk is mounted.</summary>
    public string Path => _mount;

    /// <summary>Whether it takes no more writes before it is mounted anew.</summary>
    public bool IsReadOnly => File.ReadLines("/proc/mounts").Select(line => line.Split(' ')).Single(words => words[1] == _mount)[3]
        .Split(',').Any(option => option is "ro" or "emergency_ro");

    private string Image => System.IO.Path.Combine(_pool, "image");

    private string Ballast => System.IO.Path.Combine(_pool, "ballast");

    /// <summary>From here on no block that was never written can be.</summary>
    public void Break()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4_096];
        page.AsSpan().Fill(1);
        try
        {
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException error) when (error.HResult == NoSpace)
        {
            return;
        }
    }

    /// <summary>All blocks can be written again.</summary>
    public void Heal() => File.Delete(Ballast);

    /// <summary>What ext4 does where it meets an error in its own structures: it gives up its journal and takes no more writes (ext4(5), abort).</summary>
    public void GiveUp() => Tool.Run("mount", "-o", "remount,abort", _mount);

    /// <summary>A person mounts it anew; nobody may use it meanwhile. ext4 puts right what it left.</summary>
    public void MountAnew()
    {
        Unmount();
        Mount();
        if (!_journalHolds)
        {
            // Unmounted in order it is empty, and only then may its blocks lose their place.
            Unmount();
            Tool.Run("fallocate", "--punch-hole", "--offset", Text(JournalAt), "--length", Text(JournalBytes), Image);
            Mount();
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (_mounted)
        {
            Unmount();
        }

        Tool.Run("umount", _pool);
    }

    private void Mount()
    {
        Tool.Run("mount", "-o", "loop,errors=remount-ro", Image, _mount);
        _mounted = true;
    }

    private void Unmount()
    {
        Tool.Run("umount", _mount);
        _mounted = false;
    }
}
