using System.CommandLine;
using Spectre.Console;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Edgectl.Access;

namespace Vigie.Edgectl.Watch;

/// <summary><c>edgectl watch</c>: events as they arrive.</summary>
public static class WatchCommand
{
    private static readonly BrokerAccessOptions Access = new();

    private static readonly Option<bool> Json = new("--json") { Description = "A line of JSON for each record." };

    private static readonly Option<string?> Site = new("--site") { Description = "Only this site." };

    private static readonly Option<string?> Device = new("--device") { Description = "Only devices of this name." };

    private static readonly Option<string?> ClientId = new("--client-id")
    {
        Description = "Name of a session that the broker keeps for a week: what comes meanwhile is shown at the next watch.",
    };

    private static readonly Option<int?> Count = new("--count") { Description = "End after so many events." };

    public static Command Create()
    {
        Command command = new("watch", "Show events as they arrive, until Ctrl+C; say what came twice and what is missing.")
        {
            Json, Site, Device, ClientId, Count,
        };
        Access.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            using BrokerAccess access = Access.Read(result);
            WatchOptions options = new(
                access,
                Checked("--site", result.GetValue(Site)),
                Checked("--device", result.GetValue(Device)),
                result.GetValue(ClientId),
                result.GetValue(Count));
            return await RunAsync(options, ViewFor(options, result.GetValue(Json)), stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(WatchOptions options, IView view, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Not on the caller's thread: it brings the events.
        Watcher watcher = new(view, options.Count, () => _ = end.CancelAsync());
        await view.RunAsync(() => new Subscriber(options, watcher).RunAsync(end.Token));
        view.Finish(watcher.Totals);
        return 0;
    }

    private static IView ViewFor(WatchOptions options, bool json) => true switch
    {
        _ when json => new JsonView(Console.Out, Console.Error),
        _ when Console.IsOutputRedirected => new PlainView(Console.Out, Console.Error),
        _ => new TableView(AnsiConsole.Console, options.Broker.ToString()),
    };

    private static string? Checked(string option, string? name) =>
        name is not null && Topics.ProblemOf(option[2..], name) is string problem
            ? throw new Fault(FaultKind.Config, option, problem, "Give the name as the box's configuration has it.")
            : name;
}
