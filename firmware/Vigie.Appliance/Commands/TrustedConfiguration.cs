using System.CommandLine;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Orders;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Commands;

/// <summary>The configuration of a box, for commands that work on what it trusts and keeps.</summary>
internal static class TrustedConfiguration
{
    /// <summary>The option that names it.</summary>
    public static Option<string> Option() => new("--config") { Description = "The box's configuration file (JSON).", Required = true };

    /// <summary>Reads it; its <c>trust</c> is given and right.</summary>
    /// <param name="file">The file.</param>
    /// <param name="more">Adds what else must be right.</param>
    /// <exception cref="Fault">All complaints at once.</exception>
    public static ApplianceConfiguration Read(string file, Action<ApplianceConfiguration, Complaints>? more = null)
    {
        Complaints complaints = new(file);
        ApplianceConfiguration configuration = ConfigurationReader.Read(file, complaints);
        OrderChecks.CheckSettings(configuration.Trust, complaints);
        more?.Invoke(configuration, complaints);
        complaints.ThrowIfAny();
        return configuration;
    }
}
