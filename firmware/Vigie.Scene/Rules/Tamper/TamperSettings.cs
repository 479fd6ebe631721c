using System.Collections.Immutable;
using Vigie.Contract;
using Vigie.Core.Settings;
using Vigie.Scene.Ground;

namespace Vigie.Scene.Rules.Tamper;

/// <summary>What a rule of a camera's faults was asked for; README.md of this folder says what it means.</summary>
/// <param name="Faults">Which faults it speaks of, ascending.</param>
/// <param name="Clear">How long a fault must be over before the signal ends.</param>
/// <param name="Update">An open signal is repeated at most this often.</param>
public sealed record TamperSettings(ImmutableArray<TamperFault> Faults, TimeSpan Clear, TimeSpan Update) : RuleSettings
{
    /// <inheritdoc/>
    public override EventKind Kind => EventKind.Tamper;

    /// <summary>None: it is of no object.</summary>
    public override ImmutableArray<int> Classes { get; init; } = [];

    /// <summary>Reads <c>faults</c>, <c>clear</c>, <c>update</c>.</summary>
    public static TamperSettings Read(SettingsReader reader, RuleContext context)
    {
        string[] known = [.. Enum.GetValues<TamperFault>().Select(TamperFaults.Name)];
        string expected = "expected an array of a camera's faults: " + string.Join(", ", known.Select(name => $"\"{name}\""));
        IReadOnlyList<string> names = reader.Texts("faults", known, expected);
        string[] unknown = [.. names.Where(name => !known.Contains(name))];
        if (unknown.Length > 0)
        {
            reader.Complain("faults", $"{string.Join(", ", unknown.Select(name => $"\"{name}\""))} {(unknown.Length == 1 ? "is" : "are")} not known: {expected}");
        }

        TimeSpan clear = reader.Duration("clear", TimeSpan.FromSeconds(5), TimeSpan.Zero, TimeSpan.FromHours(1));
        TimeSpan update = reader.Duration("update", TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        return new TamperSettings([.. Enum.GetValues<TamperFault>().Where(fault => names.Contains(TamperFaults.Name(fault)))], clear, update);
    }

    /// <inheritdoc/>
    public override Rule Build(SceneGround ground) => new TamperRule(this);

    /// <summary>Whether both are of the same camera: one is enough.</summary>
    public bool Equals(TamperSettings? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();
}
