using Vigie.Appliance.Health;
using Vigie.Tests.House;

namespace Vigie.Tests.Appliance;

public sealed class HealthRecordTests
{
    private static readonly CameraHealth Camera = new(
        1, "square", "rtsp://192.0.2.7/stream", "waiting", DateTimeOffset.UnixEpoch, "rtsp://192.0.2.7/stream: is not there. Look at its cable.",
        0, 12, 3, 4, false, "full", 0, 5, 18, 0, 0, 2, 0);

    private static readonly BoxHealth Health = new(
        "running", ["Camera square: is not there. Look at its cable."], DateTimeOffset.UnixEpoch, 60, "0.1.0", "1-0000cafe", "reims", "box-17",
        new ConfigurationHealth("/etc/vigie/camera.json", new string('a', 64), DateTimeOffset.UnixEpoch, true, "is wrong"),
        [new ModelHealth("street", new string('c', 64), new string('d', 64), ["square"])],
        new OrdersHealth(true, null, [new MandateHealth("Prefecture, order 7", new string('b', 64), "inForce", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(3), ["square"])], null),
        new JournalHealth(17, 0, 0, null),
        [Camera], null, new MachineHealth(1_000_000_000, null, 1, 2, 3, null));

    [Fact]
    public void Every_key_of_the_record_is_described_in_the_guide()
    {
        string guide = File.ReadAllText(Path.Combine(SourceTree.Root, "firmware/guides/technician.md"));
        IEnumerable<string> keys = new[] { typeof(BoxHealth), typeof(ConfigurationHealth), typeof(ModelHealth), typeof(CameraHealth), typeof(DeliveryHealth), typeof(MachineHealth), typeof(ClockHealth), typeof(OrdersHealth), typeof(MandateHealth), typeof(JournalHealth), typeof(RuleReport), typeof(ShadowReport) }
            .SelectMany(type => type.GetProperties())
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);

        Assert.All(keys, key => Assert.True(guide.Contains($"`{key}`", StringComparison.Ordinal), $"firmware/guides/technician.md says nothing of `{key}`."));
    }

    [Fact]
    public void What_is_wrong_stands_first_and_what_is_not_known_is_said_so()
    {
        string[] lines = HealthText.Write(Health, DateTimeOffset.UnixEpoch.AddMinutes(5)).Split('\n');

        Assert.Contains("1 thing is wrong", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("  ! Camera square", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("square ", StringComparison.Ordinal) && line.Contains("waiting 5 min", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("temperature not available", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("(the last good one)", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("street, package dddddddddddd…, network cccccccccccc…, for square", StringComparison.Ordinal));
    }

    [Fact]
    public void A_moved_camera_stands_before_all_else_with_what_to_do()
    {
        string first = HealthTroubles.Of(
            "waiting for the clock", Health.Configuration, Health.Orders, Health.Journal, [Camera with { MovedAt = DateTimeOffset.UnixEpoch }], null, Health.Machine, null, DateTimeOffset.UnixEpoch).First();

        Assert.Equal(
            "Camera square was moved on 1970-01-01 00:00:00Z: its picture is masked whole and its rules rest. Set it right, see that masks and zones fit, then type: vigie camera confirm square", first);
        string text = HealthText.Write(
            Health with { Cameras = [Camera with { MovedAt = DateTimeOffset.UnixEpoch, Rules = [new("intrusion yard", "intrusion", "rests", 93, "14 of 15", null)] }] }, DateTimeOffset.UnixEpoch);
        Assert.Contains("  moved ", text, StringComparison.Ordinal);
        Assert.Contains("rule           square: intrusion yard: rests, because the camera was moved", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_say_their_precision_or_that_nobody_has_measured_it()
    {
        RuleReport measured = new("intrusion yard", "intrusion", "watches", 93, "14 of 15 signals right", null);
        RuleReport unmeasured = new("fall stairs", "fall", "closed", null, "not measured", null);
        string text = HealthText.Write(Health with { Cameras = [Camera with { Rules = [measured, unmeasured] }] }, DateTimeOffset.UnixEpoch);

        Assert.Contains("precision      intrusion 93 %: 14 of 15 signals right", text, StringComparison.Ordinal);
        Assert.Contains("rule           square: fall stairs: precision: not measured", text, StringComparison.Ordinal);
        Assert.Contains("rule           square: fall stairs: its schedule is closed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_nobody_keeps_is_a_trouble_and_the_last_step_is_told()
    {
        ClockHealth kept = new(true, 2_000, null, null), left = new(false, null, new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero), -3600);

        Assert.DoesNotContain(Troubles("running", kept), trouble => trouble.Contains("clock", StringComparison.Ordinal));
        Assert.Contains(Troubles("running", left), trouble => trouble.StartsWith("The clock is not synchronised", StringComparison.Ordinal) && trouble.Contains("time server", StringComparison.Ordinal));
        Assert.Single(Troubles("waiting for the clock", left), trouble => trouble.Contains("clock", StringComparison.Ordinal));
        Assert.Contains("clock          kept by a daemon, within 2 s of UTC\n", Text(kept), StringComparison.Ordinal);
        Assert.Contains("clock          kept by nobody, nobody vouches for it; set by -3600.0 s, to 2026-11-24 10:00:00Z\n", Text(left), StringComparison.Ordinal);

        IEnumerable<string> Troubles(string state, ClockHealth clock) =>
            HealthTroubles.Of(state, Health.Configuration, Health.Orders, Health.Journal, Health.Cameras, null, Health.Machine, clock, DateTimeOffset.UnixEpoch);

        string Text(ClockHealth clock) => HealthText.Write(Health with { Clock = clock }, DateTimeOffset.UnixEpoch).ReplaceLineEndings("\n");
    }

    [Fact]
    public void Systemd_gets_one_line()
    {
        string sentence = HealthText.Sentence(Health);

        Assert.Equal("running; 0 of 1 cameras stream; Camera square: is not there. Look at its cable.", sentence);
    }
}
