using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Orders;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Intrusion;
using Vigie.Tests.Delivery;
using Vigie.Tests.House;
using Vigie.Tests.Trust;
using Vigie.Tests.Vision;
using Vigie.Trust.Approvals;
using Vigie.Trust.Journal;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;
using Vigie.Vision.Models;

namespace Vigie.Tests.Appliance;

public sealed class BoxOrdersTests : IDisposable
{
    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    /// <summary>A mandate may ask for what is certain of a measurement; what nobody has measured is refused.</summary>
    [Theory]
    [InlineData(70, true)]
    [InlineData(90, false)]
    public void A_mandate_that_asks_for_a_precision_gets_what_was_measured(int percent, bool allowed)
    {
        _town.Install(_town.Order with { MinimumPrecision = percent });
        BoxOrders orders = BoxOrders.Open(new OrderSettings(_town.WriteAnchors(), "hub", null), "reims", "box-17", _town.Folder, null, NullLogger.Instance, _town.Clock);
        _town.Answer();
        orders.Tick();
        orders.CameraModels = new Dictionary<string, string> { ["square"] = "street" };
        Assert.Equal(allowed, orders.Permit.Allows("intrusion", "square", out string reason));
        Assert.Equal(allowed, reason.Length == 0);
        Assert.Null(orders.PrecisionOf("levitation", "square"));

        // What was measured with one model says nothing of another.
        orders.CameraModels = new Dictionary<string, string> { ["square"] = "own-nets" };
        Assert.False(orders.Permit.Allows("intrusion", "square", out reason));
        Assert.EndsWith("of intrusion nobody has measured it", reason, StringComparison.Ordinal);
        orders.Stop();
    }

    /// <summary>Full, read-only or broken: what the box was ordered goes on, and what could not be written is written later.</summary>
    [Fact]
    public void A_disk_that_takes_nothing_ends_no_order()
    {
        _town.Install(_town.Order with { To = Town.Now.AddDays(20) });
        LogBook log = new();
        BoxOrders orders = BoxOrders.Open(new OrderSettings(_town.WriteAnchors(), "hub", null), "reims", "box-17", _town.Folder, null, log, _town.Clock);
        string time = Path.Combine(_town.Folder, "time"), refused = Path.Combine(_town.Folder, "trust", "refused");
        string[] obstacles = [Path.Combine(time, "last-seen.new"), Path.Combine(time, "question.new"), Path.Combine(_town.Folder, "trust", "announced.new"), refused + ".taken"];
        _town.Answer();
        foreach (string obstacle in obstacles)
        {
            Directory.CreateDirectory(obstacle);
        }

        Assert.True(orders.Tick());
        _town.Clock.Advance(TimeSpan.FromMinutes(2));
        orders.Tick();
        Assert.True(orders.Permit.Allows("intrusion", "square", out string reason), reason);
        Assert.Single(log.At(LogLevel.Error), line => line.Contains(time, StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(time, "last-seen")));

        Array.ForEach(obstacles, Directory.Delete);
        _town.Clock.Advance(TimeSpan.FromMinutes(2));
        orders.Tick();
        Assert.Contains(log.At(LogLevel.Information), line => line.Contains("again", StringComparison.Ordinal));
        Assert.All(["last-seen", "question"], name => Assert.True(File.Exists(Path.Combine(time, name))));
        Assert.True(File.Exists(Path.Combine(_town.Folder, "trust", "announced")));
    }

    [Fact]
    public void Orders_that_cannot_be_read_hold_for_half_a_minute_and_the_service_goes_on()
    {
        InstalledMandate mandate = _town.Install(_town.Order);
        BoxOrders orders = BoxOrders.Open(new OrderSettings(_town.WriteAnchors(), "hub", null), "reims", "box-17", _town.Folder, null, NullLogger.Instance, _town.Clock);
        _town.Answer();
        Assert.True(orders.Tick());
        string file = Assert.Single(Directory.GetFiles(Path.Combine(_town.Folder, "trust"), mandate.Hash + ".cose", SearchOption.AllDirectories));
        File.Move(file, file + ".aside");
        // The kernel answers EIO, as a broken medium does.
        File.CreateSymbolicLink(file, "/proc/self/mem");
        _town.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(orders.Tick());
        Assert.True(orders.Permit.Allows("intrusion", "square", out string reason), reason);
        _town.Clock.Advance(TimeSpan.FromSeconds(25));
        Assert.False(orders.Tick());
        Assert.False(orders.Permit.Allows("intrusion", "square", out _));
        File.Move(file + ".aside", file, overwrite: true);
        orders.Tick();
        Assert.True(orders.Permit.Allows("intrusion", "square", out reason), reason);
    }

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

    /// <summary>Asked for each frame: mandate, list of networks and switch, and it allocates nothing while the answer is yes.</summary>
    [Fact]
    public void A_camera_is_looked_at_while_order_network_and_switch_allow_it()
    {
        using ModelFolder model = new();
        model.WriteManifest();
        _town.Install(_town.Order);
        BoxOrders orders = BoxOrders.Open(new OrderSettings(_town.WriteAnchors(), "hub", null), "reims", "box-17", _town.Folder, null, NullLogger.Instance, _town.Clock);
        AnalyticsSwitch analytics = new(pressed: false, out Action lift);
        Zone zone = new(1, "yard", new Polygon([new Point(0, 0), new Point(1, 0), new Point(1, 1)]));
        IntrusionSettings rule = new(zone, [ObjectClasses.Person], TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        CameraPlan plan = new(CameraConfiguration.Bare("street") with { Name = "square" }, model.Manifest, [rule]);
        CameraOrder order = new(orders, analytics, plan);

        Assert.False(order.MayLook(out string untimed));
        _town.Answer();
        orders.Tick();
        Assert.False(order.MayLook(out string unlisted));
        ApprovedModels list = new() { Serial = 1, Models = [new ApprovedModel(model.Manifest.Network.Sha256, "tiny", ModelOutput.Boxes, "A reviewer")] };
        Assert.True(_town.Store.TryInstallModels(_town.Maker.Sign(DocumentType.ApprovedModels, list.Encode()), Town.Now, out _, out _));
        orders.Tick();
        Assert.True(order.MayLook(out string allowed), allowed);
        Assert.Equal(0, AllocationMeter.Of(() => order.MayLook(out _)));
        analytics.Press();
        Assert.False(order.MayLook(out string pressed));
        lift();
        Assert.True(order.MayLook(out _));
        Assert.False(new CameraOrder(orders, analytics, plan with { Rules = [] }).MayLook(out string unasked));

        Assert.Contains("does not know the time for certain", untimed, StringComparison.Ordinal);
        Assert.Contains("no list of approved networks", unlisted, StringComparison.Ordinal);
        Assert.Equal("the kill switch is pressed", pressed);
        Assert.Equal(CameraOrder.NoRules, unasked);
    }

    /// <summary>What reads postures must be on the maker's list, and as what gives joints; until then nobody looks.</summary>
    [Fact]
    public void A_network_of_postures_is_used_only_where_the_makers_list_says_joints()
    {
        using ModelFolder model = new();
        model.WriteManifest();
        ModelManifest pose = new ModelFolders(SourceTree.Full("models")).Read("movenet-lightning");
        _town.Install(_town.Order);
        BoxOrders orders = BoxOrders.Open(new OrderSettings(_town.WriteAnchors(), "hub", null), "reims", "box-17", _town.Folder, null, NullLogger.Instance, _town.Clock);
        Zone zone = new(1, "yard", new Polygon([new Point(0, 0), new Point(1, 0), new Point(1, 1)]));
        CameraPlan plan = new(
            CameraConfiguration.Bare("street") with { Name = "square" }, model.Manifest,
            [new IntrusionSettings(zone, [ObjectClasses.Person], TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(10))])
        { Pose = pose };
        CameraOrder order = new(orders, new AnalyticsSwitch(pressed: false, out _), plan);
        _town.Answer();

        string Ask(long serial, params ModelOutput[] outputs)
        {
            ApprovedModel[] listed = [new(model.Manifest.Network.Sha256, "tiny", ModelOutput.Boxes, "A reviewer"), .. outputs.Select(output => new ApprovedModel(pose.Network.Sha256, "pose", output, "A reviewer"))];
            ApprovedModels list = new() { Serial = serial, Models = [.. listed.OrderBy(entry => entry.Hash, StringComparer.Ordinal)] };
            Assert.True(_town.Store.TryInstallModels(_town.Maker.Sign(DocumentType.ApprovedModels, list.Encode()), Town.Now, out _, out _));
            orders.Tick();
            return order.MayLook(out string reason) ? "allowed" : reason;
        }

        Assert.Contains("is not on the maker's list", Ask(1), StringComparison.Ordinal);
        Assert.Contains("but not as one that gives \"joints\"", Ask(2, ModelOutput.Boxes), StringComparison.Ordinal);
        Assert.Equal("allowed", Ask(3, ModelOutput.Joints));
        Assert.Equal(0, AllocationMeter.Of(() => order.MayLook(out _)));
        Assert.True(new CameraOrder(orders, new AnalyticsSwitch(pressed: false, out _), plan with { Pose = null }).MayLook(out _));
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
