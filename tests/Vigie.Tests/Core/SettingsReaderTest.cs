using System.Text.Json;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Tests.Core;

public sealed class SettingsReaderTest
{
    private readonly Complaints _complaints = new("box.json");

    [Fact]
    public void What_is_right_is_read()
    {
        SettingsReader reader = Read("""{ "t": "x", "n": 1.5, "w": 3, "d": "2s", "s": "4MB", "c": "b", "l": ["p", "q"], "o": { "k": "v" }, "a": [{ "k": "1" }, { "k": "2" }] }""");
        Assert.Equal("x", reader.RequiredText("t", "text"));
        Assert.Equal(1.5, reader.Number("n", 0, 0, 2));
        Assert.Equal(3, reader.WholeNumber("w", 0, 0, 3));
        Assert.Equal(TimeSpan.FromSeconds(2), reader.Duration("d", default, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)));
        Assert.Equal(4_000_000, reader.Size("s", 0, 0, long.MaxValue));
        Assert.Equal("b", reader.Choice("c", "a", "a", "b"));
        Assert.Equal(["p", "q"], reader.Texts("l", [], "texts"));
        Assert.Equal("v", reader.Child("o")!.Text("k", "", "text"));
        Assert.Equal(["1", "2"], reader.Children("a").Select(child => child.Text("k", "", "text")));
        reader.Finish();
        Assert.Empty(_complaints.All);
        _complaints.ThrowIfAny();
    }

    [Fact]
    public void What_is_absent_or_null_has_its_default()
    {
        SettingsReader reader = Read("""{ "n": null }""");
        Assert.Equal(7, reader.Number("n", 7, 0, 1));
        Assert.Equal("a", reader.Choice("c", "a", "a", "b"));
        Assert.Equal(TimeSpan.FromDays(9), reader.Duration("d", TimeSpan.FromDays(9), default, default));
        Assert.Null(reader.Child("o"));
        Assert.Empty(reader.Children("a"));
        Assert.False(reader.Has("n"));
        reader.Finish();
        Assert.Empty(_complaints.All);
    }

    [Theory]
    [InlineData("\"x\"", "expected a number from 0 to 1")]
    [InlineData("2", "expected a number from 0 to 1")]
    [InlineData("-0.1", "expected a number from 0 to 1")]
    [InlineData("1e400", "expected a number from 0 to 1")]
    public void A_wrong_number_is_named_with_its_range(string value, string expected)
    {
        Assert.Equal(0.5, Read($$"""{ "n": {{value}} }""").Number("n", 0.5, 0, 1));
        Assert.Equal($"$.n: {value}: {expected}", Assert.Single(_complaints.All).ToString());
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("9999999999")]
    public void A_whole_number_has_no_parts(string value)
    {
        Assert.Equal(1, Read($$"""{ "n": {{value}} }""").WholeNumber("n", 1, 0, 9));
        Assert.Equal("expected a whole number from 0 to 9", Assert.Single(_complaints.All).Expected);
    }

    [Theory]
    [InlineData("\"5\"")]
    [InlineData("5")]
    [InlineData("\"5h\"")]
    public void A_duration_has_a_unit_and_a_range(string value)
    {
        Read($$"""{ "d": {{value}} }""").Duration("d", TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(
            $"$.d: {value}: expected a duration with its unit (ms, s, min, h, d) from 0s to 1min, for example \"1s\"",
            Assert.Single(_complaints.All).ToString());
    }

    [Fact]
    public void A_choice_is_one_of_those_that_exist()
    {
        Assert.Equal("a", Read("""{ "c": "z" }""").Choice("c", "a", "a", "b"));
        Assert.Equal("""$.c: "z": expected one of "a", "b" """.TrimEnd(), Assert.Single(_complaints.All).ToString());
    }

    [Fact]
    public void A_missing_key_is_named()
    {
        Read("{ }").RequiredText("name", "expected the camera's name");
        Assert.Equal("$.name: is missing: expected the camera's name", Assert.Single(_complaints.All).ToString());
    }

    [Fact]
    public void An_unknown_key_is_refused_with_those_that_exist()
    {
        SettingsReader reader = Read("""{ "zoen": "x", "kind": "y" }""");
        reader.Text("zone", "", "text");
        reader.Text("kind", "", "text");
        reader.Finish();
        Assert.Equal("$.zoen: is not a known key: known here are kind, zone", Assert.Single(_complaints.All).ToString());
    }

    [Fact]
    public void A_key_that_stands_twice_is_refused()
    {
        Read("""{ "a": 1, "a": 2 }""");
        Assert.Equal("$.a: stands here 2 times: keep one", Assert.Single(_complaints.All).ToString());
    }

    [Fact]
    public void What_is_no_object_is_refused_once()
    {
        SettingsReader reader = Read("[1]");
        Assert.Equal("", reader.Text("a", "", "text"));
        reader.Finish();
        Assert.Equal("$: [1]: expected an object { … }", Assert.Single(_complaints.All).ToString());
    }

    [Fact]
    public void Lists_and_their_members_are_checked()
    {
        SettingsReader reader = Read("""{ "l": ["a", 1], "e": [], "a": { }, "b": [1] }""");
        reader.Texts("l", [], "expected texts");
        reader.Texts("e", [], "expected texts");
        reader.Children("a");
        reader.Children("b");
        Assert.Equal(["$.l", "$.e", "$.a", "$.b[0]"], _complaints.All.Select(complaint => complaint.Path));
    }

    [Fact]
    public void All_complaints_come_in_one_fault()
    {
        SettingsReader reader = Read("""{ "n": "x", "m": "y" }""");
        reader.Number("n", 0, 0, 1);
        reader.Number("m", 0, 0, 1);
        Fault fault = Assert.Throws<Fault>(() => _complaints.ThrowIfAny());
        Assert.Equal((FaultKind.Config, "box.json", 2), (fault.Kind, fault.Subject, fault.ExitCode));
        Assert.Contains("2 settings are wrong", fault.Message, StringComparison.Ordinal);
        Assert.Contains("$.n: \"x\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains("$.m: \"y\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_value_is_shortened()
    {
        Read($$"""{ "n": "{{new string('x', 200)}}" }""").Number("n", 0, 0, 1);
        string value = Assert.Single(_complaints.All).Value;
        Assert.True(value.Length <= 60 && value.EndsWith('…'), value);
    }

    private SettingsReader Read(string json) => new(JsonDocument.Parse(json).RootElement, "$", _complaints);
}
