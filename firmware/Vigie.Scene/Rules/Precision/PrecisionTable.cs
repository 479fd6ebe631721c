using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Vigie.Contract;

namespace Vigie.Scene.Rules.Precision;

/// <summary>
/// What was measured of each kind of rule with each model: <c>precision.json</c> of this folder. A kind that is not in it has no real clip behind it, says
/// <c>not measured</c>, and runs only where the configuration asks for it all the same. What was measured with one model says nothing of another.
/// </summary>
public static class PrecisionTable
{
    private static readonly FrozenDictionary<(EventKind Kind, string Model), MeasuredPrecision> Measured = Read();

    /// <summary>All measurements, by kind and model.</summary>
    public static IEnumerable<MeasuredPrecision> All => Measured.Values.OrderBy(entry => entry.Kind).ThenBy(entry => entry.Model, StringComparer.Ordinal);

    /// <summary>Names of the models with which a kind was measured; none: nobody has measured it.</summary>
    public static IEnumerable<string> ModelsOf(EventKind kind) => All.Where(entry => entry.Kind == kind).Select(entry => entry.Model);

    /// <summary>What was measured of a kind with a model, if anything was.</summary>
    public static bool TryFind(EventKind kind, string model, [NotNullWhen(true)] out MeasuredPrecision? measured) =>
        Measured.TryGetValue((kind, model), out measured);

    private static FrozenDictionary<(EventKind Kind, string Model), MeasuredPrecision> Read()
    {
        using Stream stream = typeof(PrecisionTable).Assembly.GetManifestResourceStream("precision.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("kinds").EnumerateArray().Select(ReadOne).ToFrozenDictionary(entry => (entry.Kind, entry.Model));
    }

    private static MeasuredPrecision ReadOne(JsonElement entry)
    {
        string name = Word("kind");
        return new MeasuredPrecision(
            EventKinds.TryParse(name, out EventKind kind) ? kind : throw new InvalidDataException($"precision.json: {name} is no kind"),
            entry.GetProperty("right").GetInt32(),
            entry.GetProperty("signals").GetInt32(),
            entry.GetProperty("truth").GetInt32(),
            Word("clips"),
            Word("model"),
            Word("source"));

        string Word(string key) => entry.GetProperty(key).GetString()!;
    }
}
