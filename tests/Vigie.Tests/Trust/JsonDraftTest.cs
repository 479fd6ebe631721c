using System.Text;
using Vigie.Core;
using Vigie.Trust.Approvals;
using Vigie.Trust.Mandates;
using Vigie.Trust.Profiles;

namespace Vigie.Tests.Trust;

/// <summary>The JSON views say what the bytes say.</summary>
public sealed class JsonDraftTest : IDisposable
{
    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    [Fact]
    public void What_is_written_is_read_as_the_same_bytes()
    {
        Mandate order = _town.Order;
        Assert.Equal(order.Encode(), MandateJson.Read(Bytes(MandateJson.Write(order)), "order.json", order.ProfileHash).Encode());
        Mandate counting = order with { Events = [], Statistics = ["count"], StatisticsOnly = true, Plates = PlateReading.Statistics };
        Assert.Equal(counting.Encode(), MandateJson.Read(Bytes(MandateJson.Write(counting)), "order.json", order.ProfileHash).Encode());
        Assert.Equal(Town.Bounds.Encode(), ProfileJson.Read(Bytes(ProfileJson.Write(Town.Bounds)), "profile.json").Encode());
        Assert.Equal(TrustSamples.Models.Encode(), ApprovedModelsJson.Read(Bytes(ApprovedModelsJson.Write(TrustSamples.Models)), "models.json").Encode());
    }

    [Theory]
    [InlineData("fr-2023-380", false, 8)]
    [InlineData("statistics-only", true, 0)]
    public void The_examples_are_drafts(string name, bool statisticsOnly, int events)
    {
        Assert.True(ProfileExamples.TryRead(name, out string draft));
        Profile profile = ProfileJson.Read(Bytes(draft), name);
        Assert.True(Profile.TryDecode(profile.Encode(), out Profile? read, out _));
        Assert.Equal((name, statisticsOnly, events, PlateReading.None), (read.Name, read.StatisticsOnly, read.Events.Count, read.Plates));
        Assert.False(ProfileExamples.TryRead("../" + name, out _));
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        Fault fault = Assert.Throws<Fault>(() => MandateJson.Read("""
            { "authority": "", "from": "tomorrow", "boxes": [ { "site": "reims", "device": "box-17", "rank": 1 } ], "plates": "all", "statisticsOnly": "no", "retention": 5 }
            """u8, "order.json", new string('0', 64)));
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.All(
            ["$.authority", "$.orderNumber", "$.from", "$.to", "$.boxes[0].cameras", "$.boxes[0].rank", "$.plates", "$.statisticsOnly", "$.retention", "$.serial", "$.profile"],
            path => Assert.Contains(path + ":", fault.Message, StringComparison.Ordinal));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
