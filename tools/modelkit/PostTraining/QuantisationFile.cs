using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigie.Core;

namespace Vigie.Modelkit.PostTraining;

/// <summary>Reads and writes quantisation.json.</summary>
public static class QuantisationFile
{
    /// <summary>Its name in a model's folder.</summary>
    public const string Name = "quantisation.json";

    private const string Remedy = "Measure again: modelkit quantise MODEL --calibration FOLDER.";

    /// <summary>Reads one.</summary>
    /// <exception cref="Fault">It is absent, or not what it claims to be.</exception>
    public static QuantisationRecord Read(string file)
    {
        try
        {
            QuantisationRecord record = JsonSerializer.Deserialize(File.ReadAllBytes(file), QuantisationRecordJson.Default.QuantisationRecord) ?? throw new JsonException("is null");
            bool whole = record.WeightBits is 7 or 8 && record.Bounds.Values.All(bounds => bounds.Length == 4 && bounds.All(float.IsFinite) && bounds[0] <= bounds[1] && bounds[2] <= bounds[3]);
            return whole ? record : throw new JsonException("weightBits is neither 7 nor 8, or bounds are not [minimum, maximum, low, high]");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, file, "cannot be read", Remedy, cause);
        }
        catch (JsonException cause)
        {
            throw new Fault(FaultKind.Corrupt, file, $"is no record of a quantisation ({cause.Message.TrimEnd('.')})", Remedy, cause);
        }
    }

    /// <summary>Writes one, a line a tensor, so that changes can be read.</summary>
    public static void Write(string file, QuantisationRecord record)
    {
        JsonObject all = JsonSerializer.SerializeToNode(record, QuantisationRecordJson.Default.QuantisationRecord)!.AsObject();
        StringBuilder text = new();
        foreach ((string key, JsonNode? value) in all)
        {
            text.Append(text.Length == 0 ? "{\n  " : ",\n  ").Append('"').Append(key).Append("\": ");
            text.Append(value is JsonObject tensors
                ? "{\n    " + string.Join(",\n    ", tensors.Select(tensor => $"{JsonSerializer.Serialize(tensor.Key, QuantisationRecordJson.Default.String)}: {tensor.Value!.ToJsonString()}")) + "\n  }"
                : value?.ToJsonString() ?? "null");
        }

        File.WriteAllText(file, text.Append("\n}\n").ToString());
    }
}
