using System.CommandLine;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Logging;
using Vigie.Appliance.Service;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie run --config FILE</c>: the service.</summary>
internal static class RunCommand
{
    /// <summary>Its name: the one command that looks after signals itself.</summary>
    public const string Name = "run";

    private static readonly Option<string> Configuration = new("--config") { Description = "Configuration file (JSON).", Required = true };

    public static Command Create()
    {
        Command command = new(Name, "Run the service: cameras, rules and delivery, until it is told to stop.") { Configuration };
        command.SetAction(async (result, _) =>
        {
            using ILoggerFactory loggers = ServiceConsole.CreateFactory(TimeProvider.System);
            using ServiceStart start = await ServiceStart.PrepareAsync(result.GetRequiredValue(Configuration), loggers, TimeProvider.System);
            ILogger log = loggers.CreateLogger(nameof(AcceleratorLog));
            foreach (string refusal in AcceleratorLog.Refusals(start.Plan.Cameras))
            {
                log.AcceleratorRefused(refusal);
            }

            return await ServiceHost.RunAsync(start, loggers);
        });
        return command;
    }
}
