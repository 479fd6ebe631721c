using Vigie.Core;
using Element = Vigie.Modelkit.Onnx.TensorProto.Types.DataType;

namespace Vigie.Modelkit.Onnx;

/// <summary>Reads ONNX files that others made, and refuses before anything runs what can be seen to be wrong.</summary>
public static class ForeignNetworks
{
    /// <summary>The oldest operator set: since 11 the operations of detectors take their settings as modelkit reads them.</summary>
    public const int OldestOperatorSet = 11;

    /// <summary>The newest that ONNX Runtime 1.31 promises to run.</summary>
    public const int NewestOperatorSet = 25;

    // What a box can hold; protobuf itself ends at 2 GiB.
    private const long LargestFile = 1L << 30;

    private const string Again = "Get or export the network again.";

    /// <summary>Reads a network whose weights are all in the file.</summary>
    /// <exception cref="Fault">It cannot be read, is no ONNX, or is one that cannot be taken over; the message says what to do.</exception>
    public static ModelProto Read(string path)
    {
        FileInfo file = new(path);
        if (file.Exists && file.Length > LargestFile)
        {
            throw new Fault(FaultKind.Exhausted, path, $"its {file.Length} bytes are more than the {LargestFile} that modelkit takes", "Choose a smaller network.");
        }

        ModelProto model = Networks.Read(path);
        if (model.Graph is null || model.Graph.Node.Count == 0 || model.Graph.Output.Count == 0)
        {
            throw new Fault(FaultKind.Corrupt, path, "is no ONNX network: it holds no graph with nodes and outputs", "Name an .onnx file.");
        }

        CheckOperatorSets(model, path);
        foreach (GraphProto graph in Graphs(model.Graph))
        {
            foreach (TensorProto tensor in graph.Initializer.Concat(graph.Node.SelectMany(node => node.Attribute).Where(attribute => attribute.T is not null).Select(attribute => attribute.T)))
            {
                CheckTensor(tensor, path);
            }
        }

        return model;
    }

    /// <summary>The version of ONNX's own operator set.</summary>
    public static long OperatorSetOf(ModelProto model) => model.OpsetImport.FirstOrDefault(set => set.Domain.Length == 0 || set.Domain == "ai.onnx")?.Version ?? 1;

    private static void CheckOperatorSets(ModelProto model, string path)
    {
        long version = OperatorSetOf(model);
        if (version is < OldestOperatorSet or > NewestOperatorSet)
        {
            throw new Fault(FaultKind.Config, path, $"is written in operator set {version}; modelkit takes {OldestOperatorSet} to {NewestOperatorSet}",
                "Export it again with opset_version=17.");
        }

        if (model.OpsetImport.FirstOrDefault(set => set.Domain is not ("" or "ai.onnx" or "ai.onnx.ml" or "com.microsoft")) is { } other
            && model.Graph.Node.Any(node => node.Domain == other.Domain))
        {
            throw new Fault(FaultKind.Config, path, $"uses operations of {other.Domain}, which ONNX Runtime does not have", "Export it with ONNX's own operations only.");
        }
    }

    private static void CheckTensor(TensorProto tensor, string path)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0)
        {
            throw External(tensor, path);
        }

        Int128 count = 1;
        foreach (long side in tensor.Dims)
        {
            count *= side;
            if (side < 0 || count > LargestFile)
            {
                throw Damaged(tensor, path, $"has the impossible shape [{string.Join(", ", tensor.Dims)}]");
            }
        }

        int width = WidthOf((Element)tensor.DataType);
        if (tensor.HasRawData && width > 0 && tensor.RawData.Length != count * width)
        {
            throw Damaged(tensor, path, $"holds {tensor.RawData.Length} bytes where its shape needs {count * width}");
        }

        if (!tensor.HasRawData && (Element)tensor.DataType == Element.Float && tensor.FloatData.Count != count)
        {
            throw Damaged(tensor, path, $"holds {tensor.FloatData.Count} numbers where its shape needs {count}");
        }
    }

    private static Fault External(TensorProto tensor, string path)
    {
        string location = tensor.ExternalData.FirstOrDefault(entry => entry.Key == "location")?.Value ?? "";
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        bool leaves = location.Contains('\0', StringComparison.Ordinal)
            || !Path.GetFullPath(location, folder).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return new Fault(
            leaves ? FaultKind.Denied : FaultKind.Config,
            path,
            $"tensor {tensor.Name} lies in another file, {location.Replace('\0', '?')}{(leaves ? ", which is outside the network's folder: it was not opened" : "")}",
            "Save the network with its weights in one file: onnx.save_model(onnx.load(FILE), NEW, save_as_external_data=False).");
    }

    private static Fault Damaged(TensorProto tensor, string path, string problem) => new(FaultKind.Corrupt, path, $"tensor {tensor.Name} {problem}", Again);

    private static int WidthOf(Element element) => element switch
    {
        Element.Float or Element.Int32 => sizeof(float),
        Element.Int64 => sizeof(long),
        Element.Uint8 or Element.Int8 or Element.Bool => 1,
        _ => 0,
    };

    private static IEnumerable<GraphProto> Graphs(GraphProto graph) => graph.Node.SelectMany(node => node.Attribute)
        .SelectMany(attribute => attribute.G is null ? attribute.Graphs : attribute.Graphs.Append(attribute.G))
        .SelectMany(Graphs).Prepend(graph);
}
