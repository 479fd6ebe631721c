using System.Collections.Immutable;
using Vigie.Contract;

namespace Vigie.Appliance.Evaluation;

/// <summary>What happens in some clips.</summary>
/// <param name="Kinds">Kinds of which all events are in it; events of other kinds are not judged.</param>
/// <param name="Tolerance">By how much the times may be wrong: an event that is said so long before or after the truth still meets it.</param>
/// <param name="Clips">An entry a clip.</param>
public sealed record Truth(ImmutableArray<EventKind> Kinds, TimeSpan Tolerance, ImmutableArray<ClipTruth> Clips);
