namespace Vigie.Scene.Rules.Count;

/// <summary>Somebody who is in the zone.</summary>
/// <param name="Track">The track's number; never leaves the rule.</param>
/// <param name="Kind">Which of the rule's classes it was when it came in.</param>
/// <param name="Since">When it came in.</param>
internal readonly record struct Stay(int Track, int Kind, TimeSpan Since);
