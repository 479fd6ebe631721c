using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Vigie.Tests.Modelkit;

/// <summary>Writes TensorFlow.js graph models as the converter of TensorFlow.js would: base64 texts, integers as strings, constants in a file of their own.</summary>
internal sealed class SyntheticGraph
{
    private readonly JsonArray _nodes = [];
    private readonly JsonArray _weights = [];
    private readonly List<byte> _bytes = [];

    public string Placeholder(string name, params int[] shape) => Node("Placeholder", name, [], new JsonObject
    {
        ["shape"] = new JsonObject { ["shape"] = new JsonObject { ["dim"] = new JsonArray([.. shape.Select(extent => new JsonObject { ["size"] = $"{extent}" })]) } },
    });

    public string Floats(string name, int[] shape, float[] values)
    {
        _bytes.AddRange(MemoryMarshal.AsBytes<float>(values));
        return Constant(name, shape, "float32", null);
    }

    public string Halves(string name, int[] shape, float[] values)
    {
        _bytes.AddRange(MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)));
        return Constant(name, shape, "float32", "float16");
    }

    public string Integers(string name, params int[] values)
    {
        _bytes.AddRange(MemoryMarshal.AsBytes<int>(values));
        return Constant(name, [values.Length], "int32", null);
    }

    public string Scalar(string name, int value)
    {
        _bytes.AddRange(MemoryMarshal.AsBytes<int>([value]));
        return Constant(name, [], "int32", null);
    }

    public string Node(string operation, string name, string[] inputs, JsonObject? attributes = null)
    {
        _nodes.Add(new JsonObject
        {
            ["name"] = name,
            ["op"] = operation,
            ["input"] = new JsonArray([.. inputs.Select(input => JsonValue.Create(input))]),
            ["attr"] = attributes ?? [],
        });
        return name;
    }

    public static JsonObject Text(string text) => new() { ["s"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) };

    public static JsonObject List(params int[] values) =>
        new() { ["list"] = new JsonObject { ["i"] = new JsonArray([.. values.Select(value => JsonValue.Create($"{value}"))]) } };

    public static JsonObject Number(float value) => new() { ["f"] = value };

    public static JsonObject Flag(bool value) => new() { ["b"] = value };

    /// <summary>Writes graph.json and graph.bin; returns the path of the first.</summary>
    public string Save(string folder)
    {
        Directory.CreateDirectory(folder);
        JsonObject root = new()
        {
            ["format"] = "graph-model",
            ["modelTopology"] = new JsonObject { ["node"] = _nodes.DeepClone() },
            ["weightsManifest"] = new JsonArray(new JsonObject { ["paths"] = new JsonArray("graph.bin"), ["weights"] = _weights.DeepClone() }),
        };
        string file = Path.Combine(folder, "graph.json");
        File.WriteAllText(file, root.ToJsonString());
        File.WriteAllBytes(Path.Combine(folder, "graph.bin"), _bytes.ToArray());
        return file;
    }

    private string Constant(string name, int[] shape, string type, string? stored)
    {
        JsonObject weight = new() { ["name"] = name, ["dtype"] = type, ["shape"] = new JsonArray([.. shape.Select(extent => JsonValue.Create(extent))]) };
        if (stored is not null)
        {
            weight["quantization"] = new JsonObject { ["dtype"] = stored, ["original_dtype"] = type };
        }

        _weights.Add(weight);
        return Node("Const", name, []);
    }
}
