using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Vision.Detectors;

namespace Vigie.Modelkit.PostTraining;

/// <summary>
/// Brings a network into the plain form that is quantised: constants computed, normalisations merged into convolutions, identities gone (by
/// ONNX Runtime's basic optimisations, which keep to ONNX's own operations), and operator set 13 at least, the first with weights of one scale a channel.
/// </summary>
public static class Simplification
{
    private const int PerChannel = 13;

    /// <summary>Simplifies a network that has been tried before.</summary>
    /// <param name="network">The ONNX file's bytes.</param>
    /// <param name="name">The file, for messages.</param>
    public static ModelProto Of(byte[] network, string name)
    {
        string folder = Directory.CreateTempSubdirectory("modelkit-").FullName;
        try
        {
            string file = Path.Combine(folder, "simplified.onnx");
            OnnxTelemetry.Forbid();
            using (SessionOptions options = new()
            {
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC,
                OptimizedModelFilePath = file,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            })
            {
                new InferenceSession(network, options).Dispose();
            }

            ModelProto model = ForeignNetworks.Read(file);
            Raise(model, name);
            NameNodes(model);
            Unshare(model);
            return model;
        }
        catch (OnnxRuntimeException failure)
        {
            throw new Fault(FaultKind.Corrupt, name, $"ONNX Runtime cannot load it: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}", "Import it again.", failure);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What changed for our operations between sets 11 and 13: some settings became inputs, and Softmax looks at one axis only.
    private static void Raise(ModelProto model, string name)
    {
        if (ForeignNetworks.OperatorSetOf(model) >= PerChannel)
        {
            return;
        }

        foreach (NodeProto node in model.Graph.Node.Where(node => node.Domain.Length == 0))
        {
            switch (node.OpType)
            {
                case "Split":
                    SettingToInput(model, node, "split");
                    break;
                case "Squeeze" or "Unsqueeze" or "ReduceSum":
                    SettingToInput(model, node, "axes");
                    break;
                case "Softmax" or "LogSoftmax" or "Hardmax":
                    throw new Fault(FaultKind.Config, name, $"its {node.OpType} means something else since operator set 13", "Export it with opset_version=13 or later.");
            }
        }

        model.OpsetImport.First(set => set.Domain.Length == 0 || set.Domain == "ai.onnx").Version = PerChannel;
    }

    private static void SettingToInput(ModelProto model, NodeProto node, string setting)
    {
        long[] values = [.. Attributes.Numbers(node, setting)];
        if (values.Length == 0)
        {
            return;
        }

        string constant = $"{node.Output[0]}/{setting}";
        model.Graph.Initializer.Add(Tensors.Of(constant, values, values.Length));
        node.Input.Add(constant);
        node.Attribute.Remove(node.Attribute.First(attribute => attribute.Name == setting));
    }

    // Every node by what it makes: names in files are often missing or double.
    private static void NameNodes(ModelProto model)
    {
        foreach (NodeProto node in model.Graph.Node)
        {
            node.Name = node.Output.First(output => output.Length > 0);
        }
    }

    // Convolutions whose biases happen to be equal share one constant, and could not be changed one by one.
    private static void Unshare(ModelProto model)
    {
        Dictionary<string, TensorProto> constants = model.Graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (NodeProto node in model.Graph.Node.Where(node => node.OpType == "Conv"))
        {
            for (int index = 1; index < node.Input.Count; index++)
            {
                if (!taken.Add(node.Input[index]) && constants.TryGetValue(node.Input[index], out TensorProto? shared))
                {
                    TensorProto own = shared.Clone();
                    own.Name = string.Create(CultureInfo.InvariantCulture, $"{node.Name}/input/{index}");
                    model.Graph.Initializer.Add(own);
                    node.Input[index] = own.Name;
                }
            }
        }
    }
}
