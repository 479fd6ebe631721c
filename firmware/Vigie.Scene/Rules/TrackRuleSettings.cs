using System.Collections.Immutable;
using Vigie.Core;

namespace Vigie.Scene.Rules;

/// <summary>What every <see cref="TrackRule"/> is asked for.</summary>
/// <param name="Zone">Where it looks.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Dwell">How long the condition must hold before the signal starts.</param>
/// <param name="Clear">How long it must not hold before the signal ends.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public abstract record TrackRuleSettings(
    Zone Zone, ImmutableArray<int> Classes, TimeSpan Dwell, TimeSpan Clear, TimeSpan Update) : RuleSettings
{
    /// <inheritdoc/>
    public override ImmutableArray<int> Classes { get; init; } = Classes;

    /// <summary>Whether both ask for the same.</summary>
    public virtual bool Equals(TrackRuleSettings? other) => base.Equals(other)
        && (Zone, Dwell, Clear, Update) == (other.Zone, other.Dwell, other.Clear, other.Update)
        && Classes.SequenceEqual(other.Classes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Zone, Dwell, Clear, Update, Classes.Length);
}
