namespace Vigie.Trust.Mandates;

/// <summary>Something that journal and people are to know.</summary>
/// <param name="Kind">What.</param>
/// <param name="Mandate">SHA-256 of the mandate that it is about; empty where it is about the time.</param>
/// <param name="Words">In words, one sentence without its full stop.</param>
public sealed record MandateNotice(MandateNoticeKind Kind, string Mandate, string Words);
