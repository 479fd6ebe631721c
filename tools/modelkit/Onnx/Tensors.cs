using System.Runtime.InteropServices;
using Google.Protobuf;
using Vigie.Core;

namespace Vigie.Modelkit.Onnx;

/// <summary>Makes ONNX tensors (little-endian raw data, as the standard asks) and reads float ones back.</summary>
public static class Tensors
{
    public static TensorProto Of(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        Make(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), shape);

    public static TensorProto Of(string name, ReadOnlySpan<sbyte> values, params ReadOnlySpan<int> shape) =>
        Make(name, TensorProto.Types.DataType.Int8, MemoryMarshal.AsBytes(values), shape);

    public static TensorProto Of(string name, ReadOnlySpan<byte> values, params ReadOnlySpan<int> shape) =>
        Make(name, TensorProto.Types.DataType.Uint8, values, shape);

    public static TensorProto Of(string name, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape) =>
        Make(name, TensorProto.Types.DataType.Int32, MemoryMarshal.AsBytes(values), shape);

    public static TensorProto Of(string name, ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) =>
        Make(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), shape);

    /// <summary>The values of a float tensor, whether its file holds them raw or listed.</summary>
    public static float[] Floats(TensorProto tensor)
    {
        if (tensor.DataType != (int)TensorProto.Types.DataType.Float)
        {
            throw new Fault(FaultKind.Corrupt, $"tensor {tensor.Name}", $"has element type {tensor.DataType}, not float (1)",
                "Give modelkit a network with float32 weights.");
        }

        float[] values = tensor.HasRawData
            ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray()
            : [.. tensor.FloatData];
        long expected = tensor.Dims.Aggregate(1L, (product, dimension) => product * dimension);
        if (values.Length != expected)
        {
            throw new Fault(FaultKind.Corrupt, $"tensor {tensor.Name}", $"holds {values.Length} values where its shape needs {expected}",
                "Get the network again: the file is damaged.");
        }

        return values;
    }

    private static TensorProto Make(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> shape)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        foreach (int dimension in shape)
        {
            tensor.Dims.Add(dimension);
        }

        return tensor;
    }
}
