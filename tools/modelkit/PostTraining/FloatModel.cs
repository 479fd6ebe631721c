using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.PostTraining;

/// <summary>A model with a float network, brought into the form that is quantised.</summary>
public sealed class FloatModel
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _manifest;

    /// <summary>Simplifies the network, and cuts it where it can be cut.</summary>
    /// <exception cref="Fault">The network is absent or damaged, or takes bytes already.</exception>
    public FloatModel(ModelFolder folder)
    {
        (Folder, _manifest) = (folder, folder.CopyJson());
        NetworkInput input = folder.Manifest.Input;
        if (input.Element != ElementKind.Normalised)
        {
            throw new Fault(FaultKind.Config, folder.Manifest.File, "its network takes bytes: it is quantised already", "Name a model with a float32 network.");
        }

        Network = Simplification.Of(folder.Manifest.Network.ReadVerified(folder.Manifest.Obtain), folder.Manifest.Network.Path);
        WasCut = HeadCut.TryApply(Network, _manifest);
        ShuffleFolding.TryApply(Network);
        NetworkView view = new(Network);
        Input = PictureInput.Of(input, view.Consumers(view.Input).All(node => node.OpType == "Conv"));
    }

    /// <summary>The model as it is.</summary>
    public ModelFolder Folder { get; }

    /// <summary>Its network, simplified.</summary>
    public ModelProto Network { get; }

    /// <summary>How the integer network takes the picture.</summary>
    public PictureInput Input { get; }

    /// <summary>Whether what follows the last convolutions was left to the box.</summary>
    public bool WasCut { get; }

    /// <summary>Writes the integer model's folder: manifest, labels, network.</summary>
    public void Write(string target, byte[] network)
    {
        JsonObject manifest = (JsonObject)_manifest.DeepClone();
        string name = $"{manifest["name"]}-int8", file = name + ".onnx";
        manifest["name"] = name;
        manifest["summary"] = $"Quantised to int8 by modelkit: {manifest["summary"]}";
        manifest["network"] = new JsonObject { ["file"] = file, ["sha256"] = Digest.Of(network), ["bytes"] = network.Length };
        if (Input.Bytes)
        {
            JsonObject input = manifest["input"]!.AsObject();
            input["element"] = "uint8";
            input.Remove("mean");
            input.Remove("deviation");
        }

        string labels = Path.GetFileName(Folder.LabelsFile);
        manifest["labels"] = labels;
        manifest["obtain"] = $"Make it again: modelkit quantise {Folder.Manifest.Name}.";
        File.WriteAllBytes(Path.Combine(target, file), network);
        File.Copy(Folder.LabelsFile, Path.Combine(target, labels));
        File.WriteAllText(Path.Combine(target, ModelManifest.FileName), manifest.ToJsonString(Readable) + "\n");
    }
}
