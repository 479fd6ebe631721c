using Microsoft.Extensions.Logging;
using Vigie.Core;
using Vigie.Trust.Signatures;
using Vigie.Trust.Switch;

namespace Vigie.Appliance.Journal;

/// <summary>
/// Takes what lifts the kill switch from where <c>vigie orders install</c> puts it (<see cref="SwitchLift.PathIn"/>). What is wrong with it is journalled,
/// and the switch stays pressed.
/// </summary>
internal sealed partial class LiftDesk(KillSwitch killSwitch, string stateDirectory, ILogger logger)
{
    private readonly string _path = SwitchLift.PathIn(stateDirectory);

    /// <summary>Looks whether something came. About once a second.</summary>
    /// <exception cref="IOException">The disk does not take that it is lifted: it stays pressed.</exception>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        byte[] document = PrivateFile.ReadWithin(_path, DocumentType.MostBytes) ?? [];
        File.Delete(_path);
        if (await killSwitch.LiftAsync(document, cancellation) is { } refusal)
        {
            Refused(logger, refusal.Problem, refusal.Remedy);
        }
        else
        {
            Lifted(logger);
        }
    }

    [LoggerMessage(6703, LogLevel.Warning, "Kill switch lifted with a key: cameras with an order are looked at again")]
    private static partial void Lifted(ILogger logger);

    [LoggerMessage(6704, LogLevel.Error, "Kill switch stays pressed: what was to lift it {Problem}. {Remedy}")]
    private static partial void Refused(ILogger logger, string problem, string remedy);
}
