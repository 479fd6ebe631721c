using System.Runtime.InteropServices;
using System.Text;

namespace Vigie.Tests.Vision;

/// <summary>
/// Writes an ONNX network that answers the same whatever it sees: each output is a constant. Just enough of the protobuf wire
/// format (field number and type, then value) for ONNX Runtime to load it.
/// </summary>
internal sealed class TinyNetwork
{
    private const int Float = 1, UInt8 = 2;

    private readonly List<byte> _graph = [];

    public TinyNetwork(string inputName, int[] inputShape, bool bytes = true) => Inputs(inputName, inputShape, bytes ? UInt8 : Float);

    public TinyNetwork Input(string name, int[] shape)
    {
        Inputs(name, shape, Float);
        return this;
    }

    public TinyNetwork Output(string name, int[] shape, ReadOnlySpan<float> values)
    {
        string constant = name + ".constant";
        List<byte> tensor = [];
        foreach (int side in shape)
        {
            Number(tensor, 1, side);
        }

        Number(tensor, 2, Float);
        Text(tensor, 8, constant);
        Bytes(tensor, 9, MemoryMarshal.AsBytes(values));
        Message(_graph, 5, tensor);

        List<byte> node = [];
        Text(node, 1, constant);
        Text(node, 2, name);
        Text(node, 4, "Identity");
        Message(_graph, 1, node);
        Declare(12, name, shape, Float);
        return this;
    }

    public byte[] ToBytes()
    {
        Text(_graph, 2, "tiny");
        List<byte> opset = [];
        Number(opset, 2, 13);
        List<byte> model = [];
        Number(model, 1, 8);
        Message(model, 8, opset);
        Message(model, 7, _graph);
        return model.ToArray();
    }

    private void Inputs(string name, int[] shape, int element) => Declare(11, name, shape, element);

    private void Declare(int field, string name, int[] shape, int element)
    {
        List<byte> sides = [];
        foreach (int side in shape)
        {
            List<byte> dimension = [];
            Number(dimension, 1, side);
            Message(sides, 1, dimension);
        }

        List<byte> tensor = [];
        Number(tensor, 1, element);
        Message(tensor, 2, sides);
        List<byte> type = [];
        Message(type, 1, tensor);
        List<byte> value = [];
        Text(value, 1, name);
        Message(value, 2, type);
        Message(_graph, field, value);
    }

    private static void Number(List<byte> to, int field, long value)
    {
        Varint(to, (ulong)field << 3);
        Varint(to, (ulong)value);
    }

    private static void Text(List<byte> to, int field, string value) => Bytes(to, field, Encoding.UTF8.GetBytes(value));

    private static void Message(List<byte> to, int field, List<byte> value) => Bytes(to, field, CollectionsMarshal.AsSpan(value));

    private static void Bytes(List<byte> to, int field, ReadOnlySpan<byte> value)
    {
        Varint(to, ((ulong)field << 3) | 2);
        Varint(to, (ulong)value.Length);
        to.AddRange(value);
    }

    private static void Varint(List<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            to.Add((byte)(value | 0x80));
        }

        to.Add((byte)value);
    }
}
