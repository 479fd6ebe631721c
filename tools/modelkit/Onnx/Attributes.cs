using Google.Protobuf;

namespace Vigie.Modelkit.Onnx;

/// <summary>Makes the attributes of ONNX nodes and reads them back.</summary>
public static class Attributes
{
    public static AttributeProto Of(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Of(string name, float value) =>
        new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    public static AttributeProto Of(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    public static AttributeProto Of(string name, IEnumerable<int> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values.Select(value => (long)value));
        return attribute;
    }

    /// <summary>A whole number of a node; the fallback where the node leaves it out.</summary>
    public static long Number(NodeProto node, string name, long fallback) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? fallback;

    /// <summary>A list of whole numbers of a node; empty where the node leaves it out.</summary>
    public static IReadOnlyList<long> Numbers(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.Ints ?? [];

    /// <summary>A text of a node; the fallback where the node leaves it out.</summary>
    public static string Text(NodeProto node, string name, string fallback) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.S.ToStringUtf8() ?? fallback;
}
