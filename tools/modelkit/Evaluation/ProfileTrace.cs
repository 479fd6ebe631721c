using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vigie.Modelkit.Evaluation;

/// <summary>The trace that ONNX Runtime writes: an event for each run of each node.</summary>
public static partial class ProfileTrace
{
    private const string Ending = "_kernel_time", Convolution = "Conv";

    // What ONNX Runtime puts before the name of an operation that it made out of others.
    private static readonly string[] Prefixes = ["NhwcFused", "Nhwc", "Fused", "QLinear"];

    /// <summary>Sums a trace up.</summary>
    /// <param name="json">The trace.</param>
    /// <param name="warmUps">How many runs at its beginning do not count.</param>
    /// <param name="depthwise">Names of the network's depthwise convolutions.</param>
    public static ImmutableArray<OperationTime> Read(string json, int warmUps, IReadOnlySet<string> depthwise)
    {
        using JsonDocument trace = JsonDocument.Parse(json);
        var nodes = trace.RootElement.EnumerateArray()
            .Where(item => item.GetProperty("cat").GetString() == "Node" && item.GetProperty("name").GetString()!.EndsWith(Ending, StringComparison.Ordinal))
            .GroupBy(item => item.GetProperty("name").GetString()!, item => (Kind: KindOf(item, depthwise), Micros: item.GetProperty("dur").GetDouble()));
        return
        [
            .. nodes.Select(node => (node.First().Kind, Milliseconds: Median([.. node.Skip(warmUps).Select(run => run.Micros)]) / 1000))
                .GroupBy(node => node.Kind)
                .Select(kind => new OperationTime(kind.Key, kind.Count(), kind.Sum(node => node.Milliseconds)))
                .OrderByDescending(kind => kind.Milliseconds),
        ];
    }

    private static string KindOf(JsonElement item, IReadOnlySet<string> depthwise)
    {
        string name = item.GetProperty("args").GetProperty("op_name").GetString()!;
        string bare = Prefixes.Where(prefix => name.StartsWith(prefix, StringComparison.Ordinal)).Select(prefix => name[prefix.Length..]).FirstOrDefault() ?? name;
        return bare == Convolution ? $"{bare}, {(depthwise.Contains(NodeOf(item.GetProperty("name").GetString()!)) ? "depthwise" : "dense")}" : bare;
    }

    // ONNX Runtime adds to a node's name what it did with it.
    private static string NodeOf(string name) => Additions().Replace(name, "");

    [GeneratedRegex("(_nchwc)?(_token_[0-9]+)?_kernel_time$")]
    private static partial Regex Additions();

    private static double Median(double[] times) => Latency.Of([.. times]).MedianMs;
}
