using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>Measured precision, as a context record has it in both encodings.</summary>
internal static class PrecisionCodec
{
    private const string Key = "precision";
    private const int Fields = 5;

    public static void Write(CborOutput output, IReadOnlyDictionary<int, KindPrecision?> precision)
    {
        if (precision.Count == 0)
        {
            return;
        }

        output.Key((int)ContextKey.Precision);
        output.Map(() =>
        {
            foreach ((int kind, KindPrecision? measured) in precision)
            {
                output.Precision(kind, measured);
            }
        });
    }

    public static Dictionary<int, KindPrecision?> Read(CborItems items)
    {
        Dictionary<int, KindPrecision?> precision = [];
        items.Map(kind =>
        {
            precision.Add(kind, ReadOne(items));
            return true;
        });
        return precision;
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyDictionary<int, KindPrecision?> precision)
    {
        if (precision.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(Key);
        foreach ((int kind, KindPrecision? measured) in precision.OrderBy(entry => entry.Key))
        {
            writer.WriteStartObject();
            JsonOutput.TextIfAny(writer, "kind", Enum.IsDefined((EventKind)kind) ? EventKinds.Name((EventKind)kind) : null);
            writer.WriteNumber("kindNumber", kind);
            JsonOutput.NumberIfAny(writer, "right", measured?.Right);
            JsonOutput.NumberIfAny(writer, "signals", measured?.Signals);
            JsonOutput.NumberIfAny(writer, "truth", measured?.Truth);
            JsonOutput.TextIfAny(writer, "clips", measured?.Clips);
            JsonOutput.TextIfAny(writer, "model", measured?.Model);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static IReadOnlyDictionary<int, KindPrecision?> Read(JsonFields fields)
    {
        Dictionary<int, KindPrecision?> precision = [];
        foreach (JsonFields item in fields.Has(Key) ? fields.Objects(Key) : [])
        {
            KindPrecision? measured = item.Has("signals")
                ? new KindPrecision(item.Number("right"), item.Number("signals"), item.Number("truth"), item.Text("clips"), item.Text("model"))
                : null;
            if (!precision.TryAdd(item.Number("kindNumber"), measured))
            {
                throw new FormatException("a kind stands twice in precision");
            }
        }

        return precision;
    }

    private static KindPrecision? ReadOne(CborItems items)
    {
        const int Most = EventRecord.MaximumNumber;
        KindPrecision? measured = null;
        int length = items.StartArray(0, Fields, "a precision");
        if (length == Fields)
        {
            measured = new KindPrecision(
                items.Number(0, Most, "right"), items.Number(1, Most, "signals"), items.Number(0, Most, "truth"), items.Text("clips"), items.Text("model"));
        }
        else if (length > 0)
        {
            throw new FormatException($"a precision has {length} items, not 0 or {Fields}");
        }

        items.EndArray();
        return measured;
    }
}
