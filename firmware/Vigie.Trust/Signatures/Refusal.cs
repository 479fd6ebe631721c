using System.Text.Json;
using Vigie.Core;

namespace Vigie.Trust.Signatures;

/// <summary>A refusal: its name for the journal, and what a person is told.</summary>
/// <param name="Reason">The name.</param>
/// <param name="Problem">What is wrong: half a sentence, no full stop.</param>
/// <param name="Remedy">What to do about it: a sentence.</param>
public sealed record Refusal(RefusalReason Reason, string Problem, string Remedy)
{
    /// <summary>The reason as the journal writes it, for example <c>not-canonical</c>.</summary>
    public string Code => JsonNamingPolicy.KebabCaseLower.ConvertName(Reason.ToString());

    /// <summary>The refusal as a fault: bytes that are no document are corrupt, all else is denied.</summary>
    /// <param name="subject">The file or peer that it is about.</param>
    public Fault ToFault(string subject) => new(
        Reason is RefusalReason.TooLarge or RefusalReason.Malformed or RefusalReason.NotCanonical ? FaultKind.Corrupt : FaultKind.Denied,
        subject, Problem, Remedy);

    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Problem}";
}
