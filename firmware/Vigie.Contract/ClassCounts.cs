using System.Collections.Immutable;

namespace Vigie.Contract;

/// <summary>What one class came to in one interval. What is absent is of too few, or not measured there: a line has neither occupancy nor stays.</summary>
public sealed record ClassCounts
{
    /// <summary>The largest number here: it stands for itself and all above.</summary>
    public const int MaximumCount = 65_535;

    /// <summary>The longest stay that a part begins or ends with, seconds.</summary>
    public const int LongestStay = 86_400;

    /// <summary>How many came in, or crossed inwards; always together with <see cref="Out"/>.</summary>
    public int? In { get; init; }

    /// <summary>How many went out, or crossed outwards.</summary>
    public int? Out { get; init; }

    /// <summary>The most that were there at once.</summary>
    public int? Most { get; init; }

    /// <summary>How many were there on average over what was watched, rounded.</summary>
    public int? Mean { get; init; }

    /// <summary>
    /// How long those who went out had stayed: parts without gaps from 0 upwards, wide enough that none is of too few; together they are
    /// <see cref="Out"/>. Empty where there is none.
    /// </summary>
    public ImmutableArray<StayPart> Stays { get; init; } = [];

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => In is null && Out is null && Most is null && Mean is null && Stays.IsEmpty;

    /// <summary>Whether both say the same.</summary>
    public bool Equals(ClassCounts? other) => other is not null
        && (In, Out, Most, Mean) == (other.In, other.Out, other.Most, other.Mean) && Stays.SequenceEqual(other.Stays);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(In, Out, Most, Mean, Stays.Length);

    /// <summary>What breaks the contract with this floor, if anything does.</summary>
    internal string? ProblemWith(int floor) => true switch
    {
        _ when IsEmpty => "a class says nothing",
        _ when In is null != Out is null => "in and out are not both there",
        _ when IsBad(In, floor) || IsBad(Out, floor) || IsBad(Most, floor) || IsBad(Mean, floor) => $"a count is not within {floor}..65535",
        _ when Mean > (Most ?? 0) => "more on average than at most",
        _ when Stays.Any(part => IsBad(part.Count, floor)) => $"a part of the stays is not of {floor}..65535",
        _ when Stays.Any(part => part.To is < 1 or > LongestStay) || Stays.SkipLast(1).Any(part => part.To is null)
            || Stays.Zip(Stays.Skip(1)).Any(pair => pair.Second.To <= pair.First.To) => "the parts of the stays do not rise",
        _ when !Stays.IsEmpty && Stays.Sum(part => (long)part.Count) != (Out ?? 0) => "stays and out are not of the same",
        _ => null,
    };

    private static bool IsBad(int? count, int floor) => count < floor || count > MaximumCount;
}
