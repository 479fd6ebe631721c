using Vigie.Modelkit.Onnx;
using DataType = Vigie.Modelkit.Onnx.TensorProto.Types.DataType;

namespace Vigie.Tests.Vision;

/// <summary>
/// A network for <see cref="ModelFolder"/> that answers a dark picture at once and never ends on a bright one: a Loop of as many rounds
/// as the brightest value of the picture, over 200, times ten thousand million. Each round has a node, so that it can be ended.
/// </summary>
internal static class LoopingNetwork
{
    private const long Rounds = 10_000_000_000;

    public static byte[] ToBytes(params ReadOnlySpan<(int Point, int Label, float Score, int Distance)> objects)
    {
        ModelProto model = Networks.Begin("looping");
        GraphProto graph = model.Graph;
        graph.Input.Add(Networks.Value("image", DataType.Uint8, [1, 3, ModelFolder.Height, ModelFolder.Width]));
        graph.Output.Add(Networks.Value("rows", DataType.Float, ModelFolder.RowsShape));
        graph.Initializer.Add(Tensors.Of("answer", ModelFolder.Rows(objects), ModelFolder.RowsShape));
        graph.Initializer.Add(Tensors.Of("bright", [200f]));
        graph.Initializer.Add(Tensors.Of("rounds", [Rounds]));
        graph.Initializer.Add(Tensors.Of("one", [1f]));
        graph.Initializer.Add(Tensors.Of("nothing", [0f]));
        graph.Initializer.Add(new TensorProto { Name = "on", DataType = (int)DataType.Bool, RawData = Google.Protobuf.ByteString.CopyFrom(1) });
        graph.Node.Add(Networks.Node("Cast", ["image"], "floats", Attributes.Of("to", (int)DataType.Float)));
        graph.Node.Add(Networks.Node("ReduceMax", ["floats"], "brightest", Attributes.Of("keepdims", 0)));
        graph.Node.Add(Networks.Node("Greater", ["brightest", "bright"], "isBright"));
        graph.Node.Add(Networks.Node("Cast", ["isBright"], "times", Attributes.Of("to", (int)DataType.Int64)));
        graph.Node.Add(Networks.Node("Mul", ["times", "rounds"], "trips"));
        graph.Node.Add(Networks.Node("Loop", ["trips", "on", "nothing"], "counted", new AttributeProto
        {
            Name = "body",
            Type = AttributeProto.Types.AttributeType.Graph,
            G = Body(),
        }));
        graph.Node.Add(Networks.Node("Mul", ["counted", "nothing"], "none"));
        graph.Node.Add(Networks.Node("Add", ["answer", "none"], "rows"));
        return Networks.Bytes(model);
    }

    /// <summary>
    /// One that takes long in a single node, a product of two matrices: it cannot be ended before that node is done.
    /// </summary>
    public static byte[] Endless()
    {
        ModelProto model = Networks.Begin("long");
        GraphProto graph = model.Graph;
        graph.Input.Add(Networks.Value("image", DataType.Uint8, [1, 3, ModelFolder.Height, ModelFolder.Width]));
        graph.Output.Add(Networks.Value("rows", DataType.Float, ModelFolder.RowsShape));
        graph.Initializer.Add(Tensors.Of("answer", ModelFolder.Rows(), ModelFolder.RowsShape));
        graph.Initializer.Add(Tensors.Of("size", [3072L, 3072L], 2));
        graph.Initializer.Add(Tensors.Of("nothing", [0f]));
        graph.Node.Add(Networks.Node("Cast", ["image"], "floats", Attributes.Of("to", (int)DataType.Float)));
        graph.Node.Add(Networks.Node("ReduceMax", ["floats"], "brightest", Attributes.Of("keepdims", 0)));
        graph.Node.Add(Networks.Node("Expand", ["brightest", "size"], "matrix"));
        graph.Node.Add(Networks.Node("MatMul", ["matrix", "matrix"], "product"));
        graph.Node.Add(Networks.Node("ReduceMax", ["product"], "most", Attributes.Of("keepdims", 0)));
        graph.Node.Add(Networks.Node("Mul", ["most", "nothing"], "none"));
        graph.Node.Add(Networks.Node("Add", ["answer", "none"], "rows"));
        return Networks.Bytes(model);
    }

    private static GraphProto Body()
    {
        GraphProto body = new() { Name = "body" };
        body.Input.Add(Networks.Value("round", DataType.Int64, []));
        body.Input.Add(Networks.Value("goOn", DataType.Bool, []));
        body.Input.Add(Networks.Value("count", DataType.Float, []));
        body.Output.Add(Networks.Value("goesOn", DataType.Bool, []));
        body.Output.Add(Networks.Value("next", DataType.Float, []));
        body.Node.Add(Networks.Node("Identity", ["goOn"], "goesOn"));
        body.Node.Add(Networks.Node("Add", ["count", "one"], "next"));
        return body;
    }
}
