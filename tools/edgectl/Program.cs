using System.CommandLine;
using Vigie.Core;
using Vigie.Edgectl.Broker;
using Vigie.Edgectl.Demo;
using Vigie.Edgectl.Hub;
using Vigie.Edgectl.Journal;
using Vigie.Edgectl.Models;
using Vigie.Edgectl.Remote;
using Vigie.Edgectl.Trust;
using Vigie.Edgectl.Watch;

RootCommand root = new("For those who subscribe to boxes, install them and look after them.")
{
    BrokerCommand.Create(),
    WatchCommand.Create(),
    HubCommand.Create(),
    DemoCommand.Create(),
    KeyCommand.Create(),
    ProfileCommand.Create(),
    MandateCommand.Create(),
    ApproveCommand.Create(),
    ModelCommand.Create(),
    TimeCommand.Create(),
    TrialCommand.Create(),
    JournalCommand.Create(),
    SwitchCommand.Create(),
    RemoteCommand.Create(),
};

try
{
    // A hub that is told to end writes down what has come, acknowledges it and confirms it first.
    return await root.Parse(args).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
}
catch (Fault fault)
{
    await Console.Error.WriteLineAsync("edgectl: " + fault.Message);
    return fault.ExitCode;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("edgectl: stopped.");
    return 130;
}
