using System.CommandLine;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Delivery.Mqtt;
using Vigie.Edgectl.Access;

namespace Vigie.Edgectl.Hub;

/// <summary><c>edgectl hub</c>: keeps what boxes say in a database, and confirms it to them; with <c>missing</c>, <c>alarms</c>, <c>export</c>, <c>heads</c>, <c>leave</c>.</summary>
internal static class HubCommand
{
    // What the session's backlog is waited for before leave is taken.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private static readonly BrokerAccessOptions Access = new();

    private static readonly Option<string> Name = new("--name")
    {
        Description = "Name of the hub, in receipts and as client identifier: the same at each start, and no other client's.",
        DefaultValueFactory = _ => "hub",
    };

    private static readonly Option<string> Lease = new("--lease")
    {
        Description = "For how long a box keeps all that this hub has not confirmed, from each receipt: 1s to 30d.",
        DefaultValueFactory = _ => "7d",
    };

    private static readonly Option<string> Pace = new("--pace")
    {
        Description = "The shortest time between two receipts to one box, 100ms to 1h.",
        DefaultValueFactory = _ => "1s",
    };

    private static readonly Option<string> Heartbeat = new("--heartbeat")
    {
        Description = "The longest time between two receipts to one box: each renews the lease. 1s to 1d.",
        DefaultValueFactory = _ => "60s",
    };

    private static readonly Option<string> Version = new("--mqtt") { Description = "5, or 3.1.1 for a broker that knows no other.", DefaultValueFactory = _ => "5" };

    public static Command Create()
    {
        Option<string> database = HubFile.Option();
        Command command = new("hub", "Keep what boxes say in an SQLite database, confirm it to them, and tell what is missing; until Ctrl+C or SIGTERM.")
        {
            database, Name, Lease, Pace, Heartbeat, Version,
        };
        Access.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            using BrokerAccess access = Access.Read(result);
            HubOptions options = Read(result, access, database);
            using HubDatabase file = HubDatabase.OpenForWriting(options.Database);
            await new HubService(options, file, Console.Error.WriteLine, TimeProvider.System).RunAsync(stop);
            return 0;
        });
        command.Subcommands.Add(Leave());
        foreach (Command question in HubQuestions.Create())
        {
            command.Subcommands.Add(question);
        }

        return command;
    }

    private static Command Leave()
    {
        Option<string> database = HubFile.Option();
        Command command = new("leave", "Tell every box to go by the broker's word again, after hearing what the broker has kept for this hub. Stop the hub first.")
        {
            database, Name, Version,
        };
        Access.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            using BrokerAccess access = Access.Read(result);
            HubOptions options = new(access, HubFile.Read(result, database), NameOf(result), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, VersionOf(result));
            using HubDatabase file = HubDatabase.OpenForWriting(options.Database);
            int boxes = await new HubService(options, file, Console.Error.WriteLine, TimeProvider.System).LeaveAsync(Quiet, stop);
            Console.WriteLine($"Left {(boxes == 1 ? "1 box" : $"{boxes} boxes")}: the broker's word is enough to them.");
            return 0;
        });
        return command;
    }

    private static HubOptions Read(ParseResult result, BrokerAccess access, Option<string> database)
    {
        TimeSpan pace = Duration(result, Pace, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        TimeSpan heartbeat = Duration(result, Heartbeat, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        TimeSpan lease = Duration(result, Lease, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(ReceiptRecord.LongestLease));
        return lease > heartbeat
            ? new HubOptions(access, HubFile.Read(result, database), NameOf(result), lease, pace, heartbeat, VersionOf(result))
            : throw new Fault(FaultKind.Config, "--lease", $"{Units.Show(lease)} ends before the next heartbeat ({Units.Show(heartbeat)})", "Give a longer lease or a shorter heartbeat.");
    }

    private static string NameOf(ParseResult result) => result.GetRequiredValue(Name) is var name && Topics.ProblemOf("hub", name) is string problem
        ? throw new Fault(FaultKind.Config, "--name", problem, "Give another name.")
        : name;

    private static MqttVersion VersionOf(ParseResult result) => result.GetRequiredValue(Version) switch
    {
        "5" => MqttVersion.Five,
        "3.1.1" => MqttVersion.ThreeOneOne,
        string other => throw new Fault(FaultKind.Config, "--mqtt", $"{other} is no version that is spoken here", "Give 5 or 3.1.1."),
    };

    private static TimeSpan Duration(ParseResult result, Option<string> option, TimeSpan least, TimeSpan most)
    {
        string text = result.GetRequiredValue(option);
        return Units.TryParseDuration(text, out TimeSpan duration) && duration >= least && duration <= most
            ? duration
            : throw new Fault(
                FaultKind.Config, option.Name, $"{text} is no duration from {Units.Show(least)} to {Units.Show(most)}", "Write a number and its unit, as 60s, 5min, 2h or 7d.");
    }
}
