using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules.Schedules;

namespace Vigie.Scene.Rules;

/// <summary>
/// What one rule was asked for, read and valid. A rule's own folder derives it; equal settings would say everything twice, so what a
/// rule is called and how often it may speak makes no difference.
/// </summary>
public abstract record RuleSettings
{
    /// <summary>Signals that a rule may start in a minute, where the configuration does not say.</summary>
    public const int DefaultLimit = 30;

    /// <summary>What the rule's events are; its name (<see cref="EventKinds"/>) is the rule's, in the configuration and in a permit.</summary>
    public abstract EventKind Kind { get; }

    /// <summary>What its events can be of: numbers of <see cref="ObjectClasses"/>.</summary>
    public abstract ImmutableArray<int> Classes { get; init; }

    /// <summary>Classes of small things that the tracker follows for this rule though the network is seldom sure of them.</summary>
    public virtual ImmutableArray<int> SmallThings => [];

    /// <summary>What the installer calls it; empty where it has no name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What people are told it is: its name, or its kind and place.</summary>
    public string Label { get; init; } = "";

    /// <summary>Number of the zone or line that it is of; null where it has none.</summary>
    public int? PlaceNumber { get; init; }

    /// <summary>Signals that it may start in any minute; what is beyond is held back and counted.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>When it watches; null: always.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The place's clock.</summary>
    public PlaceCalendar Calendar { get; init; } = PlaceCalendar.Universal;

    /// <summary>For how long of its watching it counts without speaking; zero: it speaks from its first frame.</summary>
    public TimeSpan Shadow { get; init; }

    /// <summary>Name of the model whose detections it gets; empty where nobody says.</summary>
    public string Model { get; init; } = "";

    /// <summary>By what it is known again after a restart, within its camera; empty where it was not read from a file.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Makes the rule, which has seen nothing yet.</summary>
    /// <param name="ground">The camera's frames, and where and how its tracks move in each: one for all rules of the camera.</param>
    public abstract Rule Build(SceneGround ground);

    /// <summary>Whether both ask for the same.</summary>
    public virtual bool Equals(RuleSettings? other) => other is not null && EqualityContract == other.EqualityContract
        && Equals(Schedule, other.Schedule);

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}
