using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Appliance.Orders;
using Vigie.Core.Settings;
using Vigie.Tests.Trust;
using Vigie.Trust.Journal;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Appliance;

public sealed class BoxOrdersTests : IDisposable
{
    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    /// <summary>From a start without time to the mandate's last second, with every line that the journal keeps.</summary>
    [Fact]
    public void A_box_waits_for_the_time_runs_is_stopped_and_journals_it_all()
    {
        InstalledMandate mandate = _town.Install(_town.Order with { To = Town.Now.AddDays(2) });
        string folder = Path.Combine(_town.Folder, "journal");
        using SigningKey key = BoxKey.OpenOrCreate(_town.Folder);
        using (BoxJournal journal = BoxJournal.Open(new JournalOptions { Folder = folder, Box = "reims/box-17" }, key, NullLogger.Instance))
        {
            BoxOrders orders = BoxOrders.Open(new OrderSettings(_town.WriteAnchors(), "hub", null), "reims", "box-17", _town.Folder, journal, NullLogger.Instance, _town.Clock);
            Assert.False(orders.Permit.Laboratory);
            Assert.False(orders.Permit.Allows("intrusion", "square", out _));
            Assert.True(orders.Desk.Foresees("intrusion", "square", out _));
            Assert.False(orders.Tick());
            _town.Answer();
            Assert.True(orders.Tick());
            Assert.True(orders.Permit.Allows("intrusion", "square", out string reason), reason);
            Assert.Equal(mandate.Hash, orders.Desk.MandateOf("square"));
            Assert.True(_town.Store.TryRevoke(_town.Revoking(mandate.Hash, 1), out _, out _));
            Assert.True(orders.Tick());
            Assert.False(orders.Permit.Allows("intrusion", "square", out _));
            Assert.True(_town.Store.TryRevoke(_town.Revoking(mandate.Hash, 2, lifts: true), out _, out _));
            Assert.True(orders.Tick());
            _town.Clock.Advance(TimeSpan.FromDays(2));
            Assert.True(orders.Tick());
            Assert.False(orders.Permit.Allows("intrusion", "square", out _));
            orders.Stop();
        }

        JournalKind[] expected =
        [
            JournalKind.ClockChanged, JournalKind.MandateInstalled, JournalKind.ClockChanged, JournalKind.MandateBegan, JournalKind.MandateEnding,
            JournalKind.MandateRevoked, JournalKind.RevocationLifted, JournalKind.MandateBegan, JournalKind.MandateEnded,
        ];
        Assert.Equal(expected, JournalReader.Read(folder).Select(entry => entry.Kind).Where(expected.Contains));
    }

    [Theory]
    [InlineData("{ }", "")]
    [InlineData("""{ "trust": { } }""", "")]
    [InlineData("""{ "trust": { "anchors": "anchors.json" } }""", "$.trust.anchors")]
    [InlineData("""{ "trust": { "time": "sundial" } }""", "$.trust.time")]
    [InlineData("""{ "trust": { "king": 1 } }""", "$.trust.king")]
    public void Its_settings_are_read_strictly(string json, string path)
    {
        Complaints complaints = new("box.json");
        OrderSettings? settings = OrderSettings.Read(new SettingsReader(JsonDocument.Parse(json).RootElement, "$", complaints));
        Assert.Equal(json.Contains("trust", StringComparison.Ordinal), settings is not null);
        Assert.Equal(path.Length > 0 ? [path] : [], complaints.All.Select(complaint => complaint.Path));
        Assert.Equal("rtc", settings?.Time ?? "rtc");
    }
}
