using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Service;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Tests.House;

namespace Vigie.Tests.Appliance;

/// <summary>A configuration with a seal beside it is taken as it was sealed, or not at all.</summary>
public sealed class ConfigurationSealTests : IDisposable
{
    private const string Name = "camera.json";

    // The one that comes with the package.
    private static readonly byte[] Original = File.ReadAllBytes(Path.Combine(SourceTree.Root, "hardware/image/camera.json.example"));

    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-seal-").FullName;
    private readonly string _file;
    private readonly string _seal;

    public ConfigurationSealTests()
    {
        _file = Path.Combine(_folder, Name);
        _seal = _file + ".sha256";
        File.WriteAllBytes(_file, Original);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sha256sum camera.json > camera.json.sha256")]
    [InlineData("sha256sum -b camera.json > camera.json.sha256")]
    [InlineData("sha256sum \"$PWD/camera.json\" > camera.json.sha256")]
    [InlineData("sha256sum ./camera.json | sed 's/^[0-9a-f]*/\\U&/' > camera.json.sha256")]
    public void What_sha256sum_writes_is_a_seal(string command)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _folder })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);

        Assert.True(ConfigurationSeal.Check(_file, Original));
        Assert.Equal("box-17", Read(_file).Device);
    }

    [Fact]
    public void Without_a_seal_it_is_taken_as_it_is()
    {
        Assert.False(ConfigurationSeal.Check(_file, Original));
        Assert.Equal("box-17", Read(_file).Device);
    }

    [Fact]
    public void Every_byte_of_a_sealed_configuration_that_is_flipped_is_refused()
    {
        File.WriteAllBytes(_seal, ConfigurationSeal.Of(_file, Original));
        for (int i = 0; i < Original.Length; i++)
        {
            File.WriteAllBytes(_file, Flipped(Original, i, i % 8));

            Fault refusal = Assert.Throws<Fault>(() => Read(_file));
            Assert.Equal((FaultKind.Config, _file), (refusal.Kind, refusal.Subject));
            Assert.Contains(_seal, refusal.Problem, StringComparison.Ordinal);
            Assert.Contains($"sha256sum {_file} > {_seal}", refusal.Remedy, StringComparison.Ordinal);
        }

        File.WriteAllBytes(_file, Original);
        Read(_file);
    }

    [Fact]
    public void Every_byte_of_a_seal_that_is_flipped_is_refused()
    {
        byte[] seal = ConfigurationSeal.Of(_file, Original);
        for (int i = 0; i < seal.Length; i++)
        {
            File.WriteAllBytes(_seal, Flipped(seal, i, 0));

            Assert.Equal(FaultKind.Config, Assert.Throws<Fault>(() => Read(_file)).Kind);
        }
    }

    [Theory]
    [InlineData("", "is no seal")]
    [InlineData("\n", "is no seal")]
    [InlineData("HASH", "64 hexadecimal digits")]
    [InlineData("HASH camera.json\n", "64 hexadecimal digits")]
    [InlineData("HASH\tcamera.json\n", "64 hexadecimal digits")]
    [InlineData("HASH  \n", "64 hexadecimal digits")]
    [InlineData("\\HASH  camera.json\n", "64 hexadecimal digits")]
    [InlineData("HASH  camera.json\nHASH  camera.json\n", "64 hexadecimal digits")]
    [InlineData("HASH  camera.json\r\n", "names")]
    [InlineData("HASH  -\n", "names '-', not camera.json")]
    [InlineData("HASH  other.json\n", "names 'other.json', not camera.json")]
    [InlineData("HASH  camera.json/\n", "names")]
    [InlineData("SHA256 (camera.json) = HASH\n", "64 hexadecimal digits")]
    public void What_is_no_seal_is_refused_with_what_to_type(string text, string problem)
    {
        File.WriteAllText(_seal, text.Replace("HASH", Encoding.ASCII.GetString(ConfigurationSeal.Of(_file, Original))[..64], StringComparison.Ordinal));

        Fault refusal = Assert.Throws<Fault>(() => Read(_file));
        Assert.Equal((FaultKind.Config, _seal), (refusal.Kind, refusal.Subject));
        Assert.Contains(problem, refusal.Problem, StringComparison.Ordinal);
        Assert.Contains($"sha256sum {_file} > {_seal}", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seal_that_cannot_be_read_is_not_the_same_as_none()
    {
        Directory.CreateDirectory(_seal);
        Assert.Contains("cannot be read", Assert.Throws<Fault>(() => Read(_file)).Problem, StringComparison.Ordinal);
        Directory.Delete(_seal);

        File.CreateSymbolicLink(_seal, Path.Combine(_folder, "absent"));
        Assert.Contains("cannot be read", Assert.Throws<Fault>(() => Read(_file)).Problem, StringComparison.Ordinal);
        File.Delete(_seal);

        File.WriteAllBytes(_seal, new byte[100_000]);
        Assert.Contains("has more than", Assert.Throws<Fault>(() => Read(_file)).Problem, StringComparison.Ordinal);
        File.WriteAllBytes(_seal, [0xff, 0xfe]);
        Assert.Contains("is no text", Assert.Throws<Fault>(() => Read(_file)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_with_a_space_is_quoted_in_what_to_type()
    {
        string file = Path.Combine(_folder, "it's a box.json");
        File.WriteAllBytes(file, Original);
        File.WriteAllBytes(file + ".sha256", ConfigurationSeal.Of(file, [1]));

        Assert.Contains($"sha256sum '{_folder}/it'\\''s a box.json' > '", Assert.Throws<Fault>(() => Read(file)).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_good_one_is_kept_sealed_and_no_flipped_byte_of_it_is_taken()
    {
        string kept = Keep(Original);
        for (int i = 0; i < Original.Length; i++)
        {
            File.WriteAllBytes(kept, Flipped(Original, i, i % 8));
            Assert.Throws<Fault>(() => Read(kept));
        }

        Assert.Equal(kept, Keep([.. Original, (byte)'\n']));
        Assert.True(ConfigurationSeal.Check(kept, [.. Original, (byte)'\n']));
        Read(kept);
    }

    [Fact]
    public async Task Where_both_are_flipped_nothing_runs_and_the_persons_own_file_is_told()
    {
        byte[] box = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Original).Replace("/var/lib/vigie", _folder, StringComparison.Ordinal));
        int device = box.AsSpan().IndexOf("box-17"u8);
        File.WriteAllBytes(_seal, ConfigurationSeal.Of(_file, box));
        File.WriteAllBytes(_file, Flipped(box, device, 0));
        string kept = Keep(box);
        File.WriteAllBytes(kept, Flipped(box, device + 1, 0));

        Assert.True(LastGood.TryFind(_file, out string found));
        Assert.Equal(kept, found);
        Fault refusal = await Assert.ThrowsAsync<Fault>(() => ServiceStart.PrepareAsync(_file, NullLoggerFactory.Instance, TimeProvider.System));

        Assert.Equal((FaultKind.Config, _file), (refusal.Kind, refusal.Subject));
        Assert.Equal([Name, Name + ".sha256", "configuration.last-good.json", "configuration.last-good.json.sha256"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    private static byte[] Flipped(byte[] bytes, int at, int bit)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= (byte)(1 << bit);
        return flipped;
    }

    private static ApplianceConfiguration Read(string file) => ConfigurationReader.Read(file, new Complaints(file));

    private string Keep(byte[] bytes)
    {
        LastGood.Keep(new BoxPlan(_file, bytes, ApplianceConfiguration.Bare("street", _folder), []));
        return LastGood.PathIn(_folder);
    }
}
