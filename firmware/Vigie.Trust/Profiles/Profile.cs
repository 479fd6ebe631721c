using System.Diagnostics.CodeAnalysis;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Profiles;

/// <summary>
/// What the law of a place lets a mandate say. It is signed by an authority, and never by the key that signs the mandate: who is
/// bound does not set the bounds. No law is in the code.
/// </summary>
public sealed record Profile
{
    private const int Form = 1;
    private const int Fields = 15;

    /// <summary>Its name, for example <c>fr-2023-380</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in words.</summary>
    public required string Title { get; init; }

    /// <summary>The legal texts that it renders.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>First second of the law.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>First second after it: no mandate may reach beyond.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Events that a mandate may list.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Statistics that a mandate may list.</summary>
    public required IReadOnlyList<string> Statistics { get; init; }

    /// <summary>Classes that a mandate may list.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The most that a mandate may permit with plates.</summary>
    public required PlateReading Plates { get; init; }

    /// <summary>The longest time that one mandate may run; whole seconds.</summary>
    public required TimeSpan LongestDuration { get; init; }

    /// <summary>The longest retention that it may permit; whole seconds.</summary>
    public required TimeSpan LongestRetention { get; init; }

    /// <summary>Whether mandates must be for statistics only.</summary>
    public required bool StatisticsOnly { get; init; }

    /// <summary>The least minimum precision that a mandate must ask for.</summary>
    public required int LeastPrecision { get; init; }

    /// <summary>Counts up with each version: mandates are installed under the newest only.</summary>
    public required long Serial { get; init; }

    /// <summary>Reads a profile from a payload.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out Profile? profile, [NotNullWhen(false)] out Refusal? refusal)
    {
        if (!FieldReader.TryRead(payload, Fields, Read, value => value.Encode(), out profile, out refusal))
        {
            return false;
        }

        refusal = profile.Contradiction();
        profile = refusal is null ? profile : null;
        return refusal is null;
    }

    /// <summary>The payload in deterministic CBOR.</summary>
    public byte[] Encode() => FieldWriter.Write(Fields, writer => writer
        .Number(Form).Text(Name).Text(Title).Texts(Sources).Time(From).Time(To)
        .Texts(Events).Texts(Statistics).Texts(Classes).Number((int)Plates)
        .Number((long)LongestDuration.TotalSeconds).Number((long)LongestRetention.TotalSeconds)
        .Boolean(StatisticsOnly).Number(LeastPrecision).Number(Serial));

    /// <summary>What it says against itself, if anything.</summary>
    public Refusal? Contradiction()
    {
        string? problem = From >= To ? $"it ends ({To:u}) before it begins ({From:u})"
            : StatisticsOnly && (Events.Count > 0 || Plates == PlateReading.Comparison) ? "it is for statistics only, and lists events or the comparison of plates"
            : null;
        return problem is null ? null : new(RefusalReason.Contradiction, $"contradicts itself: {problem}", "Have it mended and signed again.");
    }

    /// <summary>What a mandate says beyond it; all at once.</summary>
    public Refusal? Bounds(Mandate mandate)
    {
        IEnumerable<string> breaches = Excess("events", mandate.Events, Events)
            .Concat(Excess("statistics", mandate.Statistics, Statistics))
            .Concat(Excess("classes", mandate.Classes, Classes))
            .Concat(new (bool Breach, string Words)[]
            {
                (mandate.From < From || mandate.To > To, $"dates outside {From:yyyy-MM-dd} to {To:yyyy-MM-dd}"),
                (mandate.To - mandate.From > LongestDuration, $"more than {LongestDuration.TotalDays:0.##} days in one mandate"),
                (mandate.Retention > LongestRetention, $"a retention beyond {LongestRetention.TotalDays:0.##} days"),
                (mandate.Plates > Plates, "more use of number plates than it allows"),
                (StatisticsOnly && !mandate.StatisticsOnly, "more than statistics"),
                (mandate.MinimumPrecision < LeastPrecision, $"a minimum precision below {LeastPrecision} %"),
            }.Where(rule => rule.Breach).Select(rule => rule.Words));
        string all = string.Join("; ", breaches);
        return all.Length == 0 ? null : new(
            RefusalReason.BeyondProfile, $"says more than the profile {Name} allows: {all}", "Have the mandate kept within its profile and signed again.");
    }

    private static IEnumerable<string> Excess(string what, IReadOnlyList<string> said, IReadOnlyList<string> allowed) =>
        said.Except(allowed).ToList() is { Count: > 0 } excess ? [$"{what} {string.Join(", ", excess)}"] : [];

    private static Profile Read(FieldReader reader)
    {
        reader.Number("form", Form, Form);
        return new Profile
        {
            Name = reader.Text("name", 64),
            Title = reader.Text("title"),
            Sources = reader.Texts("sources", 1, 32, 300),
            From = reader.Time("from"),
            To = reader.Time("to"),
            Events = reader.Texts("events", 0, 64),
            Statistics = reader.Texts("statistics", 0, 64),
            Classes = reader.Texts("classes", 1, 256),
            Plates = (PlateReading)reader.Number("plates", 0, 2),
            LongestDuration = TimeSpan.FromSeconds(reader.Number("longest duration", 1, 3660L * 86_400)),
            LongestRetention = TimeSpan.FromSeconds(reader.Number("longest retention", 0, 366L * 86_400)),
            StatisticsOnly = reader.Boolean("statistics only"),
            LeastPrecision = (int)reader.Number("least precision", 0, 100),
            Serial = reader.Number("serial", 1, 1L << 53),
        };
    }
}
