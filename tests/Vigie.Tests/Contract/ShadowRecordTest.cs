using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>A shadow record comes back as it was sent, and none is taken that tells of too few.</summary>
public sealed class ShadowRecordTest
{
    [Theory]
    [InlineData(WireEncoding.Cbor)]
    [InlineData(WireEncoding.Json)]
    public void It_comes_back(WireEncoding encoding) => CsCheck.Check.Sample(ShadowSamples.Shadows, record =>
    {
        byte[] payload = record.Encode(encoding, Samples.Context);
        Assert.True(ShadowRecord.TryDecode(payload, encoding, out ShadowRecord? back, out string problem), problem);
        // Arrays compare by reference: by what stands in them, the rest by value.
        Assert.Equal(record with { Hours = back.Hours, Cells = back.Cells }, back);
        Assert.Equal(record.Hours.AsEnumerable(), back.Hours);
        Assert.Equal(record.Cells.AsEnumerable(), back.Cells);
        Assert.Equal(payload, back.Encode(encoding, Samples.Context));
        Assert.InRange(payload.Length, 1, ShadowRecord.MaximumBytes);
    });

    public static TheoryData<string, ShadowRecord> Wrong => new()
    {
        { "kind 13 is none of events", ShadowSamples.Shadow with { Kind = EventKind.Count } },
        { "kind 0 is none of events", ShadowSamples.Shadow with { Kind = 0 } },
        { "rule is not 1 to 160 characters without control characters", ShadowSamples.Shadow with { Rule = "" } },
        { "rule is not 1 to 160 characters without control characters", ShadowSamples.Shadow with { Rule = "a\e[31m" } },
        { "rule is not 1 to 160 characters without control characters", ShadowSamples.Shadow with { Rule = new string('x', 161) } },
        { "watched is not within 0..2592000", ShadowSamples.Shadow with { Watched = 2_592_001 } },
        { "floor is not within 1..1000", ShadowSamples.Shadow with { Floor = 0 } },
        { "a number is neither 0 nor from 5", ShadowSamples.Shadow with { Signals = 4, Hours = [], Cells = [] } },
        { "a number is neither 0 nor from 5", ShadowSamples.Shadow with { Held = 1 } },
        { "the grid is not of 1..16 by 1..16 parts", ShadowSamples.Shadow with { Columns = 17 } },
        { "hours are not within 0..23, ascending", ShadowSamples.Shadow with { Hours = [new(18, 9), new(7, 21)] } },
        { "hours are not within 0..23, ascending", ShadowSamples.Shadow with { Hours = [new(24, 40)] } },
        { "cells are not within the grid, ascending", ShadowSamples.Shadow with { Cells = [new(4, 0, 40)] } },
        { "cells are not within the grid, ascending", ShadowSamples.Shadow with { Cells = [new(1, 1, 20), new(1, 1, 20)] } },
        { "a count of the hours is below 5", ShadowSamples.Shadow with { Hours = [new(7, 36), new(18, 4)] } },
        { "hours are told, and the whole is not", ShadowSamples.Shadow with { Signals = null } },
        { "hours are more than the whole, or leave fewer than 5 of it", ShadowSamples.Shadow with { Hours = [new(7, 36)] } },
        { "cells are more than the whole, or leave fewer than 5 of it", ShadowSamples.Shadow with { Cells = [new(0, 0, 41)] } },
        { "cells are more than the whole, or leave fewer than 5 of it", ShadowSamples.Shadow with { Cells = [new(0, 0, int.MaxValue), new(1, 0, int.MaxValue)] } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_breaks_the_contract_is_never_sent(string problem, ShadowRecord record)
    {
        Assert.Equal(problem, record.Problem);
        Assert.Throws<ArgumentException>(() => record.Encode(WireEncoding.Cbor));
    }

    [Theory]
    [InlineData("\"hour\":7", "\"hour\":77", "hours")]
    [InlineData("\"count\":9", "\"count\":4", "hours")]
    [InlineData("\"count\":9", "\"count\":\"9\"", "count")]
    [InlineData("\"kind\":\"intrusion\"", "\"kind\":\"picnic\"", "kind picnic")]
    [InlineData("\"kind\":\"intrusion\"", "\"kind\":\"count\"", "kind 13")]
    [InlineData("\"grid\":{", "\"greed\":{", "grid is missing")]
    [InlineData("\"hours\":[{", "\"hours\":[1,{", "hours")]
    public void What_breaks_it_is_never_read(string part, string other, string reason)
    {
        string json = System.Text.Encoding.UTF8.GetString(ShadowSamples.Shadow.Encode(WireEncoding.Json));
        int at = json.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, json);
        byte[] broken = System.Text.Encoding.UTF8.GetBytes(json[..at] + other + json[(at + part.Length)..]);
        Assert.False(ShadowRecord.TryDecode(broken, WireEncoding.Json, out _, out string problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }
}
