using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Modelkit.Probing;

namespace Vigie.Modelkit.Importing;

/// <summary>What is known of a network from its file and from one run of it.</summary>
/// <param name="File">The ONNX file, for messages.</param>
/// <param name="Outputs">What it gave.</param>
/// <param name="Width">Width of its input, pixels.</param>
/// <param name="Height">Height of its input, pixels.</param>
/// <param name="Labels">How many class names were given.</param>
public sealed record Evidence(string File, ProbedTensor[] Outputs, int Width, int Height, int Labels)
{
    private static readonly int[][] UsualStrides = [[8, 16, 32], [8, 16, 32, 64], [8, 16, 32, 64, 128], [4, 8, 16, 32], [16, 32], [16, 32, 64], [8, 16], [8], [16], [32]];

    /// <summary>The only output, of three sides [1, points, channels].</summary>
    public ProbedTensor SoleTable(string head)
    {
        ProbedTensor sole = Outputs.Length == 1 ? Outputs[0] : throw Refuse($"has {Outputs.Length} outputs ({Listed()}) where {head} has one",
            "Export it with the outputs joined, as its authors do, or name another --head.");
        return sole.Shape is [1, _, _] && sole.Element == nameof(Single)
            ? sole
            : throw Refuse($"its output {Show(sole)} is no table [1, points, channels] of floats, as {head} has it", "Name another --head, or export it as its authors do.");
    }

    /// <summary>The strides whose grids have so many points together; null: modelkit knows none.</summary>
    public int[]? TryStridesOf(int points) => UsualStrides.FirstOrDefault(strides => strides.Sum(PointsAt) == points);

    /// <summary>The strides whose grids have so many points together.</summary>
    public int[] StridesOf(int points) =>
        TryStridesOf(points)
        ?? throw Refuse(
            $"its {points} points fit no grids that modelkit knows over {Width} x {Height} pixels (strides 8, 16, 32 would give {UsualStrides[0].Sum(PointsAt)})",
            "Check --size, or write model.json by hand (models/README.md).");

    /// <summary>Points of one grid.</summary>
    public int PointsAt(int stride) => ((Width + stride - 1) / stride) * ((Height + stride - 1) / stride);

    /// <summary>A fault about this network's outputs.</summary>
    public Fault Refuse(string problem, string remedy) => new(FaultKind.Config, File, problem, remedy);

    /// <summary>Refuses a table whose rows are not so many numbers and the classes.</summary>
    public void RequireColumns(ProbedTensor table, int columns, int before)
    {
        if (columns != before + Labels)
        {
            throw Refuse($"its output {Show(table)} holds {columns} numbers a box, which is not {before} and {Labels} classes",
                columns > before ? $"Give --labels a file with {columns - before} names, or name another --head." : "Name another --head.");
        }
    }

    /// <summary>Names of the outputs, for model.json.</summary>
    public JsonArray Names() => [.. Outputs.Select(output => (JsonNode)output.Name)];

    /// <summary>Numbers for model.json.</summary>
    public static JsonArray Numbers(int[] numbers) => [.. numbers.Select(number => (JsonNode)number)];

    /// <summary>All outputs with their shapes.</summary>
    public string Listed() => string.Join(", ", Outputs.Select(Show));

    /// <summary>An output with its shape.</summary>
    public static string Show(ProbedTensor tensor) => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]";
}
