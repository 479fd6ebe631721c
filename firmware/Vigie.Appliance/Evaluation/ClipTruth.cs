using System.Collections.Immutable;

namespace Vigie.Appliance.Evaluation;

/// <summary>All that happens in a clip, of the kinds that the truth is about.</summary>
/// <param name="Clip">File name of the clip.</param>
/// <param name="Camera">Which camera of the configuration it is of; null: the one that was named, or the only one.</param>
/// <param name="From">From when on somebody looked.</param>
/// <param name="To">Until when; null: to the clip's end.</param>
/// <param name="Events">By time.</param>
public sealed record ClipTruth(string Clip, string? Camera, TimeSpan From, TimeSpan? To, ImmutableArray<TruthEvent> Events)
{
    /// <summary>Wall time of its first picture; null: the truth does not say it.</summary>
    public DateTimeOffset? Start { get; init; }
}
