using System.CommandLine;
using Vigie.Appliance.Pipeline;
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
        command.SetAction((result, _) =>
        {
            // Until an authority has signed a mandate for this box, everything is laboratory work.
            LaboratoryPermit permit = new();
            ServiceStart start = ServiceStart.Prepare(result.GetRequiredValue(Configuration), permit, TimeProvider.System);
            return ServiceHost.RunAsync(start, permit);
        });
        return command;
    }
}
