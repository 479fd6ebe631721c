using System.Text.Json;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Trust;

public sealed class AnchorFileTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-anchors-").FullName;
    private readonly SigningKey _key = Town.Key();

    private string Path => System.IO.Path.Combine(_folder, "anchors.json");

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Keys_have_the_roles_that_it_says()
    {
        TrustAnchors anchors = Read(Entry());
        Anchor anchor = Assert.Single(anchors.All);
        Assert.Equal(Role.Authority | Role.Operator, anchor.Roles);
        Assert.Equal(_key.Public.Thumbprint, anchor.Key.Thumbprint);
        Assert.Equal("Prefecture", anchors.NameOf(_key.Public.Thumbprint));
        Assert.Equal("unknown", anchors.NameOf("unknown"));
    }

    [Theory]
    [InlineData("roles", "[\"king\"]", "expected a list of roles: maker, installer, authority, operator, hub")]
    [InlineData("roles", "[]", "expected a list of roles")]
    [InlineData("key", "\"AAAA\"", "expected a P-256 public key")]
    [InlineData("from", "\"tomorrow\"", "expected a day")]
    [InlineData("to", "\"2020-01-01\"", "expected a day after")]
    [InlineData("rank", "1", "is not a known key")]
    [InlineData("name", "\"A\\u202EB\"", "characters that cannot be seen")]
    public void What_is_wrong_is_told_with_its_place(string key, string value, string expected)
    {
        Fault fault = Assert.Throws<Fault>(() => Read(Entry(key, value)));
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Contains($"$.anchors[0].{key}", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_stands_there_once()
    {
        Assert.Throws<Fault>(() => Read(Entry() + "," + Entry()));
        Assert.Throws<Fault>(() => Read(""));
    }

    [Fact]
    public void A_list_that_others_may_write_is_refused()
    {
        Read(Entry());
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);
        Assert.Equal(FaultKind.Denied, Assert.Throws<Fault>(() => AnchorFile.Read(Path)).Kind);
        Assert.Equal(FaultKind.Unavailable, Assert.Throws<Fault>(() => AnchorFile.Read(Path + "x")).Kind);
    }

    private TrustAnchors Read(string entries)
    {
        File.WriteAllText(Path, "{ \"anchors\": [" + entries + "] }");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return AnchorFile.Read(Path);
    }

    private string Entry(string changed = "", string value = "")
    {
        Dictionary<string, string> entry = new()
        {
            ["name"] = "\"Prefecture\"",
            ["roles"] = "[\"authority\", \"operator\"]",
            ["key"] = JsonSerializer.Serialize(_key.Public.ToPem()),
            ["from"] = "\"2026-01-01\"",
            ["to"] = "\"2028-01-01\"",
        };
        if (changed.Length > 0)
        {
            entry[changed] = value;
        }

        return "{" + string.Join(", ", entry.Select(field => $"\"{field.Key}\": {field.Value}")) + "}";
    }
}
