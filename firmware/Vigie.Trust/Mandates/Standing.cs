using Vigie.Trust.Time;

namespace Vigie.Trust.Mandates;

/// <summary>All mandates of a box at one moment. Immutable: the desk replaces it whole.</summary>
/// <param name="Time">The moment.</param>
/// <param name="Mandates">All of them.</param>
public sealed record Standing(TimeReading Time, IReadOnlyList<InstalledMandate> Mandates)
{
    /// <summary>The next second at which a mandate begins or ends; null where none does, or the time is not known.</summary>
    public DateTimeOffset? NextChange { get; } = !Time.Trusted ? null : Mandates
        .Where(mandate => mandate.Obstacle is null)
        .SelectMany(mandate => new[] { mandate.Mandate.From, mandate.Mandate.To })
        .Where(at => at > Time.Now)
        .Select(at => (DateTimeOffset?)at)
        .Min();

    /// <summary>How one of them stands.</summary>
    public MandateState StateOf(InstalledMandate mandate) => mandate.Obstacle is not null ? MandateState.Stopped
        : !Time.Trusted || Time.Now < mandate.Mandate.From ? MandateState.Waits
        : Time.Now < mandate.Mandate.To ? MandateState.InForce
        : MandateState.Ended;

    /// <summary>The mandate in force that names a camera, if there is one.</summary>
    public InstalledMandate? For(string camera)
    {
        // By index: an enumerator of the interface would be made for each answer.
        for (int index = 0; index < Mandates.Count; index++)
        {
            if (StateOf(Mandates[index]) == MandateState.InForce && Mandates[index].Cameras.Contains(camera))
            {
                return Mandates[index];
            }
        }

        return null;
    }

    /// <summary>Why no mandate in force names a camera, for an elected member.</summary>
    public string ReasonAgainst(string camera, string box)
    {
        InstalledMandate[] naming = [.. Mandates.Where(mandate => mandate.Mandate.Boxes.Any(entry => entry.Name == box && entry.Cameras.Contains(camera)))];
        return Mandates.Count == 0 ? $"no mandate is installed on {box}"
            : naming.Length == 0 ? $"no mandate on {box} names the camera {camera}"
            : !Time.Trusted ? $"the box does not know the time for certain, so that no mandate is in date ({Time.Reason})"
            : string.Join("; ", naming.Select(Sentence));
    }

    private string Sentence(InstalledMandate mandate) => StateOf(mandate) switch
    {
        MandateState.Stopped => $"the mandate of {mandate.Title} {mandate.Obstacle!.Problem}",
        MandateState.Waits => $"the mandate of {mandate.Title} begins on {mandate.Mandate.From:u}",
        _ => $"the mandate of {mandate.Title} ended on {mandate.Mandate.To:u}",
    };
}
