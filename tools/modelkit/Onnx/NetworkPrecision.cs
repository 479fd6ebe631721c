using Google.Protobuf;
using Vigie.Core;
using Vigie.Modelkit.Commands;

namespace Vigie.Modelkit.Onnx;

/// <summary>Tells in which numbers a network computes.</summary>
public static class NetworkPrecision
{
    // In every quantised form; no float network has one.
    private static readonly string[] Operations = ["QuantizeLinear", "DequantizeLinear", "QLinearConv", "ConvInteger"];

    /// <summary>Looks whether an ONNX file computes in integers anywhere.</summary>
    /// <param name="file">Its path, for what people are told.</param>
    /// <param name="network">Its bytes.</param>
    /// <exception cref="Fault">It is no ONNX file.</exception>
    public static Precision Of(string file, byte[] network)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(network).Graph?.Node.Any(node => Operations.Contains(node.OpType)) is true ? Precision.Quantised : Precision.Full;
        }
        catch (InvalidProtocolBufferException cause)
        {
            throw new Fault(FaultKind.Corrupt, file, "is no ONNX file", "Name a model whose network is whole.", cause);
        }
    }
}
