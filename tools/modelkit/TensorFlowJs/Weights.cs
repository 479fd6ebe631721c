using System.Runtime.InteropServices;
using System.Text.Json;
using Vigie.Core;

namespace Vigie.Modelkit.TensorFlowJs;

/// <summary>The constants of a TensorFlow.js graph model: shards of bytes beside the graph, described by its weights manifest.</summary>
public sealed class Weights
{
    private readonly Dictionary<string, StoredWeight> _stored = new(StringComparer.Ordinal);
    private readonly byte[] _bytes;
    private readonly string _file;

    private Weights(string file, byte[] bytes)
    {
        _file = file;
        _bytes = bytes;
    }

    /// <summary>Reads the shards that a weights manifest names.</summary>
    /// <param name="graphFile">The graph's file; shards lie beside it.</param>
    /// <param name="manifest">Its <c>weightsManifest</c>.</param>
    public static Weights Read(string graphFile, JsonElement manifest)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(graphFile))!;
        string[] shards = [.. manifest.EnumerateArray().SelectMany(group => group.GetProperty("paths").EnumerateArray())
            .Select(path => Path.Combine(folder, path.GetString()!))];
        Weights weights = new(string.Join(", ", shards), Join([.. shards.Select(ReadShard)]));
        int offset = 0;
        foreach (JsonElement entry in manifest.EnumerateArray().SelectMany(group => group.GetProperty("weights").EnumerateArray()))
        {
            offset = weights.Place(entry, offset);
        }

        if (offset != weights._bytes.Length)
        {
            throw weights.Damaged($"hold {weights._bytes.Length} bytes where {Path.GetFileName(graphFile)} needs {offset}");
        }

        return weights;
    }

    /// <summary>The constant of this node.</summary>
    public ConstantTensor Get(GraphNode node)
    {
        if (!_stored.TryGetValue(node.Name, out StoredWeight? weight))
        {
            throw node.Refuse("has no entry in weightsManifest");
        }

        ReadOnlySpan<byte> bytes = _bytes.AsSpan(weight.Offset, weight.Length);
        return weight.Element switch
        {
            "int32" => new ConstantTensor(weight.Name, weight.Shape, null, MemoryMarshal.Cast<byte, int>(bytes).ToArray()),
            "float16" => new ConstantTensor(weight.Name, weight.Shape, Widen(MemoryMarshal.Cast<byte, Half>(bytes)), null),
            _ => new ConstantTensor(weight.Name, weight.Shape, MemoryMarshal.Cast<byte, float>(bytes).ToArray(), null),
        };
    }

    private static byte[] Join(byte[][] shards)
    {
        byte[] joined = new byte[shards.Sum(shard => shard.Length)];
        int offset = 0;
        foreach (byte[] shard in shards)
        {
            shard.CopyTo(joined, offset);
            offset += shard.Length;
        }

        return joined;
    }

    private static byte[] ReadShard(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException cause)
        {
            throw new Fault(FaultKind.Unavailable, path, "cannot be read", "Put the graph's weights beside it, under the name that it states.", cause);
        }
    }

    private static float[] Widen(ReadOnlySpan<Half> values)
    {
        float[] wide = new float[values.Length];
        for (int index = 0; index < wide.Length; index++)
        {
            wide[index] = (float)values[index];
        }

        return wide;
    }

    private int Place(JsonElement entry, int offset)
    {
        string name = entry.GetProperty("name").GetString()!;
        int[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
        string element = entry.TryGetProperty("quantization", out JsonElement quantisation)
            ? quantisation.GetProperty("dtype").GetString()!
            : entry.GetProperty("dtype").GetString()!;
        int size = element switch
        {
            "float32" or "int32" => 4,
            "float16" => 2,
            _ => throw new Fault(FaultKind.Config, _file, $"weight {name} is stored as {element}, which modelkit does not read",
                "Take a graph whose weights are float32, float16 or int32."),
        };
        int length = shape.Aggregate(size, (product, extent) => product * extent);
        if (offset + length > _bytes.Length)
        {
            throw Damaged($"end at byte {_bytes.Length} where weight {name} needs bytes up to {offset + length}");
        }

        _stored[name] = new StoredWeight(name, shape, element, offset, length);
        return offset + length;
    }

    private Fault Damaged(string problem) =>
        new(FaultKind.Corrupt, _file, $"the weights {problem}", "Delete the file and run modelkit again: it will be fetched anew.");
}
