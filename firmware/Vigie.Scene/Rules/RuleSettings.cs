using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Scene.Rules;

/// <summary>
/// What one rule was asked for, read and valid. A rule's own folder derives it; equal settings would say everything twice.
/// </summary>
public abstract record RuleSettings
{
    /// <summary>What the rule's events are; its name (<see cref="EventKinds"/>) is the rule's, in the configuration and in a permit.</summary>
    public abstract EventKind Kind { get; }

    /// <summary>What its events can be of: numbers of <see cref="ObjectClasses"/>.</summary>
    public abstract ImmutableArray<int> Classes { get; init; }

    /// <summary>Makes the rule, which has seen nothing yet.</summary>
    /// <param name="format">The camera's frames.</param>
    /// <param name="maximumTracks">The most tracks that a frame can show.</param>
    public abstract Rule Build(FrameFormat format, int maximumTracks);
}
