using Vigie.Core;
using Vigie.Modelkit.Conversion;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Quantisation;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Recipes;

/// <summary>Makes a model's network from the files of its package, as its recipe says.</summary>
/// <param name="Folder">The model.</param>
/// <param name="Recipe">Its recipe.</param>
/// <param name="Package">Folder that holds the package's files.</param>
public sealed record NetworkMaker(ModelFolder Folder, Recipe Recipe, string Package)
{
    /// <summary>The network in float32: a normalised picture in, the cut heads out.</summary>
    public ModelProto MakeFloat()
    {
        bool channelsLast = Recipe.Layout switch
        {
            "NHWC" => true,
            "NCHW" => false,
            _ => throw new Fault(FaultKind.Config, $"{Folder.RecipeFile}, layout", $"'{Recipe.Layout}' is unknown", "Write NCHW or NHWC."),
        };
        GraphModel graph = GraphModel.Read(Path.Combine(Package, Recipe.Graph));
        graph = Recipe.Begin is { } begin ? graph.BeginAt(begin) : graph;
        ModelProto network = Converter.Convert(graph, new ConversionPlan(
            Folder.Manifest.Input.Name, channelsLast, Recipe.Outputs, new PictureSize(Folder.Manifest.Input.Height, Folder.Manifest.Input.Width)));
        Annotate(network);
        return network;
    }

    /// <summary>The network in int8: the picture's bytes in, the cut heads out.</summary>
    public ModelProto MakeInteger()
    {
        if (Recipe.WeightBits is not (7 or 8))
        {
            throw new Fault(FaultKind.Config, $"{Folder.RecipeFile}, weightBits", $"{Recipe.WeightBits} is not supported", "Write 7 or 8, or 32 for a network that stays in float32.");
        }

        Calibration calibration = Calibration.Read(Folder.CalibrationFile);
        QuantisationPlan plan = new(Recipe.Ranges, Recipe.WeightBits, Recipe.Mean, Recipe.Deviation, (byte)Folder.Manifest.Input.Fill);
        ModelProto network = Quantiser.Quantise(MakeFloat(), calibration, plan);
        Annotate(network);
        return network;
    }

    private void Annotate(ModelProto network)
    {
        foreach ((string key, string value) in Recipe.Notices)
        {
            Networks.Annotate(network, key, value);
        }
    }
}
