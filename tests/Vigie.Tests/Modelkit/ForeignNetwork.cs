using Vigie.Modelkit.Conversion;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Tests.Modelkit;

/// <summary>ONNX files as others might hand them over: a small detector that works, and ones with each thing that can be wrong.</summary>
internal static class ForeignNetwork
{
    /// <summary>A NanoDet head, logits in one map [1, 14, 4, 4], over 32 x 32 pixels: two classes.</summary>
    public static ModelProto Detector(TinyModel tiny) =>
        Converter.Convert(GraphModel.Read(tiny.GraphFile), new ConversionPlan("image", true, new Dictionary<string, string> { ["stride8"] = "head" }));

    /// <summary>The same with its map as a table [1, 16, channels], its first channels through a sigmoid: NanoDet's rows, or YOLOX's with 9 classes.</summary>
    public static ModelProto Table(TinyModel tiny, int sigmoidFrom, int sigmoidTo)
    {
        ModelProto model = Detector(tiny);
        GraphProto graph = model.Graph;
        graph.Output.Clear();
        int[] cuts = [0, sigmoidFrom, sigmoidTo, TinyModel.Channels];
        List<string> parts = [];
        for (int part = 0; part < 3; part++)
        {
            if (cuts[part] == cuts[part + 1])
            {
                continue;
            }

            graph.Initializer.Add(Tensors.Of($"from{part}", [(long)cuts[part]], 1));
            graph.Initializer.Add(Tensors.Of($"to{part}", [(long)cuts[part + 1]], 1));
            graph.Node.Add(Networks.Node("Slice", ["stride8", $"from{part}", $"to{part}", "axis"], $"part{part}"));
            parts.Add(part == 1 ? "scores" : $"part{part}");
        }

        graph.Initializer.Add(Tensors.Of("axis", [1L], 1));
        graph.Initializer.Add(Tensors.Of("flat", [1L, TinyModel.Channels, -1L], 3));
        graph.Node.Add(Networks.Node("Sigmoid", ["part1"], "scores"));
        graph.Node.Add(Networks.Node("Concat", parts, "all", Attributes.Of("axis", 1L)));
        graph.Node.Add(Networks.Node("Reshape", ["all", "flat"], "columns"));
        graph.Node.Add(Networks.Node("Transpose", ["columns"], "table", Attributes.Of("perm", [0, 2, 1])));
        graph.Output.Add(Networks.Value("table", TensorProto.Types.DataType.Float, [1, 16, TinyModel.Channels]));
        return model;
    }

    /// <summary>A loop whose condition never changes.</summary>
    public static ModelProto Endless()
    {
        ModelProto model = OfOneOutput();
        GraphProto body = new() { Name = "body" };
        body.Input.Add(Networks.Value("count", TensorProto.Types.DataType.Int64, []));
        body.Input.Add(Networks.Value("going", TensorProto.Types.DataType.Bool, []));
        body.Input.Add(Networks.Value("before", TensorProto.Types.DataType.Float, [1, 3, 32, 32]));
        body.Node.Add(Networks.Node("Identity", ["going"], "goes on"));
        body.Node.Add(Networks.Node("Neg", ["before"], "after"));
        body.Output.Add(Networks.Value("goes on", TensorProto.Types.DataType.Bool, []));
        body.Output.Add(Networks.Value("after", TensorProto.Types.DataType.Float, [1, 3, 32, 32]));
        model.Graph.Initializer.Add(new TensorProto { Name = "yes", DataType = (int)TensorProto.Types.DataType.Bool, RawData = Google.Protobuf.ByteString.CopyFrom(1) });
        model.Graph.Node.Add(Networks.Node("Loop", ["", "yes", "image"], "out",
            new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph, G = body }));
        return model;
    }

    /// <summary>Spreads one number over 14 GB.</summary>
    public static ModelProto Huge()
    {
        ModelProto model = OfOneOutput();
        model.Graph.Initializer.Add(Tensors.Of("shape", [3_500_000_000L], 1));
        model.Graph.Initializer.Add(Tensors.Of("axes", [0L, 1, 2, 3], 4));
        model.Graph.Node.Add(Networks.Node("ReduceMax", ["image"], "largest", Attributes.Of("keepdims", 0L)));
        model.Graph.Node.Add(Networks.Node("Expand", ["largest", "shape"], "out"));
        return model;
    }

    public static string Save(ModelProto model, string folder, string name = "foreign.onnx")
    {
        string file = Path.Combine(folder, name);
        File.WriteAllBytes(file, Networks.Bytes(model));
        return file;
    }

    private static ModelProto OfOneOutput()
    {
        ModelProto model = Networks.Begin("foreign");
        model.Graph.Input.Add(Networks.Value("image", TensorProto.Types.DataType.Float, [1, 3, 32, 32]));
        model.Graph.Output.Add(new ValueInfoProto { Name = "out", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } } });
        return model;
    }
}
