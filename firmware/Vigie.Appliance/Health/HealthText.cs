using System.Globalization;
using System.Text;
using Vigie.Core;

namespace Vigie.Appliance.Health;

/// <summary>The health record for people: what is wrong first, then a line a camera.</summary>
internal static class HealthText
{
    /// <summary>One sentence, for <c>systemctl status</c>.</summary>
    public static string Sentence(BoxHealth health)
    {
        int streaming = health.Cameras.Count(camera => camera.State == "streaming");
        string first = health.Troubles.IsEmpty ? "all well" : health.Troubles[0].Split('\n')[0].TrimEnd('\r');
        return $"{health.State}; {streaming} of {health.Cameras.Length} cameras stream; {first}";
    }

    /// <summary>A fault with all its complaints in one line, for a log.</summary>
    public static string OneLine(Fault fault) => string.Join(' ', fault.Message.Split('\n').Select(line => line.Trim()));

    /// <summary>The whole record.</summary>
    /// <param name="health">The record.</param>
    /// <param name="now">The time, for ages.</param>
    public static string Write(BoxHealth health, DateTimeOffset now)
    {
        StringBuilder text = new();
        string wrong = health.Troubles.Length switch { 0 => "all well", 1 => "1 thing is wrong", int many => $"{many} things are wrong" };
        text.AppendLine(Line(
            $"{health.Device} at {health.Site}: {health.State}, {wrong}. vigie {health.Software}, boot {health.Boot}, up {Age(health.UptimeSeconds)}"));
        foreach (string trouble in health.Troubles)
        {
            text.AppendLine("  ! " + trouble.ReplaceLineEndings("\n    "));
        }

        text.AppendLine().AppendLine("camera            source                frames/s  dropped  gate    looks/s     ms  tracks  events  restarts");
        foreach (CameraHealth camera in health.Cameras)
        {
            string source = $"{camera.State} {Age((now - camera.Since).TotalSeconds)}";
            string gate = camera.NotWatched is not null ? "off" : camera.MovedAt is not null ? "moved" : camera.GateOpen ? "open" : "closed";
            text.AppendLine(Line(
                $"{camera.Name,-16}  {source,-20}  {camera.FramesPerSecond,8:0.0}  {camera.Dropped,7}  {gate,-6}  {camera.InferencesPerSecond,7:0.0}  {camera.InferenceMilliseconds,5:0}  {camera.Tracks,6}  {camera.Events,6}  {camera.Reconnections + camera.PipelineRestarts,8}"));
        }

        AppendRules(text.AppendLine(), health);
        AppendRest(text, health);
        return text.ToString().TrimEnd();
    }

    private static void AppendRules(StringBuilder text, BoxHealth health)
    {
        foreach (CameraHealth camera in health.Cameras)
        {
            foreach (string sentence in camera.Rules.SelectMany(rule => rule.Sentences))
            {
                text.AppendLine(Line($"rule           {camera.Name}: {sentence}"));
            }
        }

        foreach (RuleReport kind in health.Cameras.SelectMany(camera => camera.Rules).Where(rule => rule.Precision is not null).DistinctBy(rule => rule.Kind))
        {
            text.AppendLine(Line($"precision      {kind.Kind} {kind.Precision} %: {kind.PrecisionOf}"));
        }
    }

    private static void AppendRest(StringBuilder text, BoxHealth health)
    {
        text.AppendLine(health.Delivery is { } delivery
            ? Line($"delivery       {(delivery.Connected ? "connected to" : "not connected to")} {delivery.Broker}: {delivery.Waiting} waiting, {delivery.Taken} taken, {delivery.Lost} lost{(delivery.Hub is { } hub ? $", the hub {hub} has yet to confirm {delivery.Unconfirmed}" : "")}; {delivery.OutboxBytes / 1e6:0.0} of {delivery.OutboxLimit / 1e6:0} MB")
            : "delivery       none: events go nowhere");
        foreach (ModelHealth model in health.Models)
        {
            string origin = model.Package is { } package ? $"package {package[..12]}…" : "as it came with the software";
            text.AppendLine(Line($"model          {model.Name}, {origin}, network {model.Network[..12]}…, for {string.Join(", ", model.Cameras)}"));
        }

        AppendOrders(text, health);
        MachineHealth machine = health.Machine;
        string heat = machine.TemperatureCelsius is { } celsius ? Line($"{celsius:0} °C") : "not available";
        text.AppendLine(Line(
            $"machine        disk {machine.DiskFreeBytes / 1e9:0.0} GB free, temperature {heat}, memory {machine.ResidentBytes / 1e6:0} MB, {machine.Handles} handles, {machine.Children?.ToString(CultureInfo.InvariantCulture) ?? "?"} children"));
        text.AppendLine(Line(
            $"configuration  {health.Configuration.File}{(health.Configuration.IsLastGood ? " (the last good one)" : "")}, in force since {health.Configuration.Since:u}, sha256 {health.Configuration.Sha256[..12]}…{(health.Configuration.IsSealed ? ", sealed" : "")}"));
    }

    private static void AppendOrders(StringBuilder text, BoxHealth health)
    {
        text.AppendLine(health.Orders.TimeTrusted ? "time           trusted" : $"time           not trusted: {health.Orders.TimeProblem}");
        if (health.Clock is { } clock)
        {
            string kept = clock.Synchronised ? "kept by a daemon" : "kept by nobody";
            string within = clock.UncertaintyMilliseconds is { } milliseconds ? Line($"within {milliseconds / 1000.0:0.###} s of UTC") : "nobody vouches for it";
            string step = clock.SteppedAt is { } at ? Line($"; set by {clock.StepSeconds:+0.0;-0.0} s, to {at:u}") : "";
            text.AppendLine(Line($"clock          {kept}, {within}{step}"));
        }

        foreach (MandateHealth mandate in health.Orders.Mandates)
        {
            string state = mandate.State switch { "inForce" => "in force", "waits" => "waits", "ended" => "has ended", _ => "is stopped" };
            text.AppendLine(Line(
                $"order          {mandate.Title}: {state}, {mandate.From:yyyy-MM-dd HH:mm} to {mandate.To:yyyy-MM-dd HH:mm} UTC, for {string.Join(", ", mandate.OrderedCameras)}"));
        }

        text.AppendLine(Line($"journal        {health.Journal.Records} records, {health.Journal.Unwritten} not yet on disk"));
    }

    private static string Age(double seconds) => seconds switch
    {
        < 0 => "0 s",
        < 120 => Line($"{seconds:0} s"),
        < 7200 => Line($"{seconds / 60:0} min"),
        < 172_800 => Line($"{seconds / 3600:0} h"),
        _ => Line($"{seconds / 86_400:0} d"),
    };

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
