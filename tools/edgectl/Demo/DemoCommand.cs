using System.CommandLine;

namespace Vigie.Edgectl.Demo;

/// <summary><c>edgectl demo</c>: a box, a broker and a control room on one machine, on real video.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Option<string> clip = new("--clip") { Description = "Video file.", Required = true };
        Option<string?> broker = new("--broker") { Description = "A running broker on this machine, mqtt://HOST:PORT. Otherwise one is started." };
        Option<bool> fast = new("--fast") { Description = "As fast as the machine can, not at the clip's own pace." };
        Command command = new("demo", "Show what Vigie does: replay a clip and print each event as it reaches a subscriber.") { clip, broker, fast };
        command.SetAction((result, stop) => new DemoRun(
            new DemoOptions(Path.GetFullPath(result.GetRequiredValue(clip)), result.GetValue(broker), result.GetValue(fast)),
            DemoPrograms.Find()).RunAsync(stop));
        return command;
    }
}
