using Google.Protobuf;
using Vigie.Core;

namespace Vigie.Modelkit.Onnx;

/// <summary>Whole ONNX files: how one begins, is read and is written. The same network always gives the same bytes.</summary>
public static class Networks
{
    /// <summary>Operator set that modelkit writes: the first with per-channel DequantizeLinear.</summary>
    public const int OperatorSet = 13;

    // ONNX IR of the release (1.8) that brought operator set 13.
    private const int IntermediateRepresentation = 7;

    /// <summary>An empty network that names who made it.</summary>
    public static ModelProto Begin(string name) => new()
    {
        IrVersion = IntermediateRepresentation,
        ProducerName = "vigie modelkit",
        Graph = new GraphProto { Name = name },
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
    };

    /// <summary>Adds a line that travels with the weights: a licence, a source.</summary>
    public static void Annotate(ModelProto model, string key, string value) =>
        model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });

    public static NodeProto Node(string operation, IEnumerable<string> inputs, string output, params ReadOnlySpan<AttributeProto> attributes)
    {
        NodeProto node = new() { OpType = operation, Name = output, Output = { output } };
        node.Input.AddRange(inputs);
        foreach (AttributeProto attribute in attributes)
        {
            node.Attribute.Add(attribute);
        }

        return node;
    }

    public static ValueInfoProto Value(string name, TensorProto.Types.DataType type, IEnumerable<int> shape)
    {
        TensorShapeProto dimensions = new();
        dimensions.Dim.AddRange(shape.Select(dimension => new TensorShapeProto.Types.Dimension { DimValue = dimension }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } },
        };
    }

    /// <summary>The file's bytes; equal networks give equal bytes.</summary>
    public static byte[] Bytes(ModelProto model) => model.ToByteArray();

    public static ModelProto Read(string path)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        }
        catch (InvalidProtocolBufferException damage)
        {
            throw new Fault(FaultKind.Corrupt, path, "is no ONNX file", "Build or fetch it again.", damage);
        }
        catch (Exception absence) when (absence is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, path, "cannot be read", "Check the path.", absence);
        }
    }
}
