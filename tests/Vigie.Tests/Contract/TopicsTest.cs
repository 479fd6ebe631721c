using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>Topics are of the contract's form, and names that would break them are refused with the reason.</summary>
public sealed class TopicsTest
{
    [Fact]
    public void Topics_are_of_the_contract()
    {
        Assert.True(Topics.TryCreate("saint-denis", "box 7", out Topics? topics, out string problem));
        Assert.Empty(problem);
        Assert.Equal("vigie/1/saint-denis/box 7/event/intrusion", topics.Event(EventKind.Intrusion));
        Assert.Equal("vigie/1/saint-denis/box 7/context", topics.Context);
        Assert.Equal("vigie/1/saint-denis/box 7/status", topics.Status);
        Assert.Equal("vigie/1/saint-denis/box 7/gap", topics.Gap);
        Assert.Equal("vigie/1/saint-denis/box 7/clock", topics.Clock);
        Assert.Equal("vigie/1/saint-denis/box 7/receipt", topics.Receipt);
        Assert.Equal("vigie/1/saint-denis/box 7/command", topics.Command);
        Assert.Equal("vigie/1/saint-denis/box 7/revocation", topics.Revocation);
        Assert.Equal("vigie/1/saint-denis/box 7/result", topics.Result);
        Assert.Equal("vigie/1/+/+/event/+", Topics.EventFilter(null, null));
        Assert.Equal("vigie/1/a/+/context", Topics.ContextFilter("a", null));
        Assert.Equal("vigie/1/a/b/status", Topics.StatusFilter("a", "b"));
        Assert.Equal("vigie/1/+/b/count", Topics.CountFilter(null, "b"));
        Assert.Equal("vigie/1/a/+/shadow", Topics.ShadowFilter("a", null));
        Assert.Equal("vigie/1/saint-denis/box 7/shadow", topics.Shadow);
        Assert.Equal("vigie/1/a/+/clock", Topics.ClockFilter("a", null));
        Assert.Equal("vigie/1/+/b/gap", Topics.GapFilter(null, "b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("+")]
    [InlineData("a#")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("\u0085")]
    [InlineData("\ud800")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_name_that_breaks_a_topic_is_refused(string name)
    {
        Assert.False(Topics.TryCreate(name, "box", out _, out string problem));
        Assert.StartsWith("name of the site ", problem, StringComparison.Ordinal);
        Assert.False(Topics.TryCreate("site", name, out _, out problem));
        Assert.StartsWith("name of the device ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vigie/1/a/b/event/intrusion", "event/intrusion")]
    [InlineData("vigie/1/a/b/health/disk/1", "health/disk/1")]
    [InlineData("vigie/1/quai d'Épinay/\ud83d\ude00/status", "status")]
    public void A_topic_is_taken_apart(string topic, string expected)
    {
        Assert.True(Topics.TryParse(topic, out Topics? topics, out string rest));
        Assert.Equal(expected, rest);
        Assert.Equal(topic, $"{Topics.Root}/{topics.Site}/{topics.Device}/{rest}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("vigie/1/a/b")]
    [InlineData("vigie/2/a/b/context")]
    [InlineData("Vigie/1/a/b/context")]
    [InlineData("vigie/1//b/context")]
    public void Another_topic_is_none_of_ours(string topic) => Assert.False(Topics.TryParse(topic, out _, out _));

    [Theory]
    [InlineData("application/cbor", "{", true, WireEncoding.Cbor)]
    [InlineData("application/json", "{", true, WireEncoding.Json)]
    [InlineData(null, "{", true, WireEncoding.Json)]
    [InlineData("", "x", true, WireEncoding.Cbor)]
    [InlineData("text/plain", "{", false, WireEncoding.Json)]
    public void The_content_type_tells_the_encoding(string? type, string payload, bool known, WireEncoding expected)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(payload);
        Assert.Equal(known, ContentTypes.TryGetEncoding(type, bytes, out WireEncoding encoding));
        Assert.Equal(expected, encoding);
    }

    [Fact]
    public void A_link_leads_to_the_towns_own_video()
    {
        Assert.True(Samples.Context.TryLink(2, Samples.Moment, out string link));
        Assert.Equal("https://video.example/quai%20d%27%C3%89pinay?at=2026-03-04T05%3A06%3A07.890Z", link);
        Assert.False(Samples.Context.TryLink(9, Samples.Moment, out _));
        Assert.False((Samples.Context with { Link = null }).TryLink(1, Samples.Moment, out _));
    }

    [Theory]
    [InlineData(0, 0, 100, 50, 0, 0, 1000, 1000)]
    [InlineData(10, 10, 60, 35, 100, 200, 500, 500)]
    [InlineData(-10, -10, 110, 60, 0, 0, 1000, 1000)]
    [InlineData(200, 200, 300, 300, 1000, 1000, 0, 0)]
    [InlineData(float.NaN, 0, float.PositiveInfinity, 50, 0, 0, 1000, 1000)]
    public void A_box_in_pixels_becomes_one_in_per_mille(
        float left, float top, float right, float bottom, int x, int y, int width, int height)
    {
        var box = BoxPerMille.FromPixels(left, top, right, bottom, 100, 50);
        Assert.True(box.IsValid);
        Assert.Equal(new BoxPerMille(x, y, width, height), box);
    }
}
