using System.Collections.Immutable;

namespace Vigie.Appliance.Health;

/// <summary>What allows the box to look, and what keeps it from looking.</summary>
/// <param name="TimeTrusted">Whether the box knows the time for certain.</param>
/// <param name="TimeProblem">Why not; null where it does.</param>
/// <param name="Mandates">What was ordered, newest first.</param>
/// <param name="KillSwitch">The press that is in force, which a lift must name; null where the switch is not pressed.</param>
/// <param name="StoppedByCommand">Whether a command from the broker pressed it, so that another may lift it.</param>
/// <param name="CommandsDone">Commands from the broker that were carried out since the start.</param>
/// <param name="CommandsRefused">What came from the broker since the start and was refused.</param>
internal sealed record OrdersHealth(
    bool TimeTrusted,
    string? TimeProblem,
    ImmutableArray<MandateHealth> Mandates,
    string? KillSwitch,
    bool StoppedByCommand = false,
    long CommandsDone = 0,
    long CommandsRefused = 0);
