using System.CommandLine;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Logging;
using Vigie.Appliance.Orders;
using Vigie.Appliance.Service;
using Vigie.Trust.Journal;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie reset</c>: takes a box that does not run back to what left the factory. The journal, the key and what was seen of orders stay.</summary>
internal static class ResetCommand
{
    public static Command Create()
    {
        Option<string> file = TrustedConfiguration.Option();
        Option<string> by = new("--by") { Description = "Who asks for it, for the journal.", Required = true };
        Command command = new("reset", "Factory reset of a box that does not run: removes all state but journal, key and orders, and journals it.") { file, by };
        command.SetAction(async (result, stop) =>
        {
            // A running service would write what is removed; StartChecks finds it by its socket.
            ApplianceConfiguration configuration = TrustedConfiguration.Read(
                result.GetRequiredValue(file), (read, complaints) => StartChecks.Check(read, complaints, TimeProvider.System));
            StateOwner.Require(configuration.StateDirectory);
            using ILoggerFactory loggers = ServiceConsole.CreateFactory(TimeProvider.System);
            using BoxTrust trust = BoxTrust.Open(configuration, loggers, TimeProvider.System);
            await FactoryReset.RunAsync(configuration.StateDirectory, trust.Journal, result.GetRequiredValue(by), stop);
            Console.WriteLine($"{configuration.StateDirectory}: all is removed but {string.Join(", ", FactoryReset.Kept)}; that is in the journal, record {trust.Journal.Status.Records}");
        });
        return command;
    }
}
