using Microsoft.Extensions.Logging;
using Vigie.Appliance.Configuration;

namespace Vigie.Appliance.Commands;

/// <summary>Says once why networks do not run as was asked.</summary>
internal static partial class AcceleratorLog
{
    /// <summary>Each reason why a camera's network runs on the processor, once: a whole line.</summary>
    public static IEnumerable<string> Refusals(IEnumerable<CameraPlan> cameras) =>
        cameras.Select(camera => camera.Acceleration.Refusal).OfType<string>().Distinct().Select(refusal => $"{refusal}; the processor does the work");

    [LoggerMessage(EventId = 6040, Level = LogLevel.Warning, Message = "{Refusal}")]
    public static partial void AcceleratorRefused(this ILogger logger, string refusal);
}
