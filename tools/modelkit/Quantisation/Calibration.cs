using System.Text;
using System.Text.Json;
using Vigie.Core;
using Vigie.Modelkit.Sources;

namespace Vigie.Modelkit.Quantisation;

/// <summary>The ranges measured for one network, as its calibration.json keeps them.</summary>
/// <param name="File">Where they are kept, for messages.</param>
/// <param name="Record">What is kept.</param>
public sealed record Calibration(string File, CalibrationRecord Record)
{
    private const string Remedy = "Measure again: modelkit calibrate NAME --images FOLDER.";

    /// <summary>Reads a calibration.json.</summary>
    /// <exception cref="Fault">It is absent, or not what it claims to be.</exception>
    public static Calibration Read(string file)
    {
        try
        {
            byte[] bytes = System.IO.File.ReadAllBytes(file);
            CalibrationRecord record = JsonSerializer.Deserialize(bytes, CalibrationJson.Default.CalibrationRecord)
                ?? throw new JsonException("is null");
            return new Calibration(file, record);
        }
        catch (IOException cause)
        {
            throw new Fault(FaultKind.Unavailable, file, "cannot be read", Remedy, cause);
        }
        catch (JsonException cause)
        {
            throw new Fault(FaultKind.Corrupt, file, $"is no calibration ({cause.Message})", Remedy, cause);
        }
    }

    /// <summary>Writes it, a line a tensor, so that changes can be read.</summary>
    public void Write()
    {
        using StringWriter text = new() { NewLine = "\n" };
        text.WriteLine("{");
        text.WriteLine($"  \"pictures\": {Record.Pictures},");
        text.WriteLine("  \"ranges\": {");
        string[] lines = [.. Record.Ranges.Select(range =>
            $"    {JsonSerializer.Serialize(range.Key, CalibrationJson.Default.String)}: {JsonSerializer.Serialize(range.Value, CalibrationJson.Default.SingleArray)}")];
        text.WriteLine(string.Join(",\n", lines));
        text.WriteLine("  }");
        text.WriteLine("}");
        SafeFile.Write(File, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The scale of this tensor.</summary>
    public ActivationScale ScaleOf(string tensor, RangeChoice choice)
    {
        if (!Record.Ranges.TryGetValue(tensor, out float[]? bounds))
        {
            throw new Fault(FaultKind.Config, File, $"has no range for tensor {tensor}", Remedy);
        }

        if (bounds.Length != 4 || bounds.Any(bound => !float.IsFinite(bound)) || bounds[0] > bounds[1] || bounds[2] > bounds[3])
        {
            throw new Fault(FaultKind.Corrupt, File, $"ranges.{tensor} is [{string.Join(", ", bounds)}], not [minimum, maximum, low, high]", Remedy);
        }

        return choice == RangeChoice.Extremes ? ActivationScale.Over(bounds[0], bounds[1]) : ActivationScale.Over(bounds[2], bounds[3]);
    }
}
