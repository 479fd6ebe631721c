using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Crossing;

/// <summary>What a line's rule was asked for; README.md of this folder says what it means.</summary>
/// <param name="Line">Which line.</param>
/// <param name="Classes">Who counts: numbers of <see cref="ObjectClasses"/>, ascending.</param>
/// <param name="Clear">How long after a crossing the signal stays open for the way back.</param>
public sealed record CrossingSettings(Line Line, ImmutableArray<int> Classes, TimeSpan Clear) : RuleSettings
{
    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Line;

    /// <inheritdoc/>
    public override ImmutableArray<int> Classes { get; init; } = Classes;

    /// <summary>Reads <c>line</c>, <c>classes</c>, <c>clear</c>; null, with complaints, where the line is none.</summary>
    public static CrossingSettings? Read(SettingsReader reader, RuleContext context)
    {
        Line? line = context.ReadLine(reader, "line");
        ImmutableArray<int> classes = context.ReadClasses(reader, "classes", RuleContext.PersonsAndVehicles);
        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(2), TimeSpan.Zero, TimeSpan.FromHours(1));
        return line is null ? null : new CrossingSettings(line, classes, clear);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new CrossingRule(this, ground.Format, ground.MaximumTracks);

    /// <summary>Whether both ask for the same.</summary>
    public bool Equals(CrossingSettings? other) => base.Equals(other)
        && (Line, Clear) == (other.Line, other.Clear) && Classes.SequenceEqual(other.Classes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Line, Clear, Classes.Length);
}
