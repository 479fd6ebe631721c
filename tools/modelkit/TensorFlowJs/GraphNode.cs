using System.Text;
using System.Text.Json;
using Vigie.Core;

namespace Vigie.Modelkit.TensorFlowJs;

/// <summary>One operation of a TensorFlow.js graph model.</summary>
/// <param name="File">The graph's file, for messages.</param>
/// <param name="Name">Its name, unique in the graph.</param>
/// <param name="Operation">TensorFlow's name of the operation.</param>
/// <param name="Inputs">Names of the nodes that it reads, without control inputs.</param>
/// <param name="Attributes">Its attributes as the file spells them.</param>
public sealed record GraphNode(string File, string Name, string Operation, string[] Inputs, JsonElement Attributes)
{
    /// <summary>An attribute that holds a list of integers; TensorFlow.js writes them as strings.</summary>
    public int[] Integers(string attribute)
    {
        JsonElement list = Find(attribute, "list");
        return list.TryGetProperty("i", out JsonElement items) ? [.. items.EnumerateArray().Select(item => Integer(attribute, item))] : [];
    }

    /// <summary>An attribute that holds a text; TensorFlow.js writes it in base64.</summary>
    public string Text(string attribute)
    {
        try
        {
            return Encoding.UTF8.GetString(Find(attribute, "s").GetBytesFromBase64());
        }
        catch (FormatException cause)
        {
            throw Wrong(attribute, "is no base64 text", cause);
        }
    }

    /// <summary>An attribute that holds a list of texts, each in base64.</summary>
    public string[] Texts(string attribute)
    {
        try
        {
            return Find(attribute, "list").TryGetProperty("s", out JsonElement items)
                ? [.. items.EnumerateArray().Select(item => Encoding.UTF8.GetString(item.GetBytesFromBase64()))]
                : [];
        }
        catch (FormatException cause)
        {
            throw Wrong(attribute, "is no list of base64 texts", cause);
        }
    }

    /// <summary>A numeric attribute.</summary>
    public float Number(string attribute) => Find(attribute, "f").GetSingle();

    /// <summary>A switch; false where it is absent, as TensorFlow has it.</summary>
    public bool Flag(string attribute) =>
        Attributes.ValueKind == JsonValueKind.Object && Attributes.TryGetProperty(attribute, out JsonElement value)
        && value.TryGetProperty("b", out JsonElement flag) && flag.GetBoolean();

    /// <summary>Whether the file states this attribute.</summary>
    public bool Has(string attribute) => Attributes.ValueKind == JsonValueKind.Object && Attributes.TryGetProperty(attribute, out _);

    /// <summary>The declared extent of each axis, of a Placeholder.</summary>
    public int[] DeclaredShape()
    {
        JsonElement shape = Find("shape", "shape");
        return shape.TryGetProperty("dim", out JsonElement dimensions)
            ? [.. dimensions.EnumerateArray().Select(dimension => Integer("shape", dimension.GetProperty("size")))]
            : throw Wrong("shape", "is unknown");
    }

    /// <summary>A message about this node.</summary>
    public Fault Refuse(string problem, string remedy = "modelkit converts no such graph: take one exported for inference, or extend Conversion.") =>
        new(FaultKind.Config, $"{File}, node {Name} ({Operation})", problem, remedy);

    private JsonElement Find(string attribute, string kind) =>
        Has(attribute) && Attributes.GetProperty(attribute).TryGetProperty(kind, out JsonElement value)
            ? value
            : throw Wrong(attribute, "is missing");

    private int Integer(string attribute, JsonElement item) =>
        int.TryParse(item.ToString(), out int value) ? value : throw Wrong(attribute, $"holds '{item}', which is no integer");

    private Fault Wrong(string attribute, string problem, Exception? cause = null) =>
        new(FaultKind.Corrupt, $"{File}, node {Name} ({Operation})", $"attribute {attribute} {problem}", "Get the graph's file again.", cause);
}
