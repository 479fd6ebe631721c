using Vigie.Modelkit.Quantisation;

namespace Vigie.Modelkit.Recipes;

/// <summary>What recipe.json holds: how a model's network is made from files that others published.</summary>
/// <param name="Tarball">The package as its registry published it.</param>
/// <param name="Graph">The TensorFlow.js graph among the files that model.json lists under "source".</param>
/// <param name="Layout">Axes of the graph's placeholder: NCHW or NHWC.</param>
/// <param name="Outputs">The network's outputs by name, each with the node of the graph at which it is cut.</param>
/// <param name="Mean">What the network expects to be subtracted from each channel.</param>
/// <param name="Deviation">By what it expects each channel to be divided thereafter.</param>
/// <param name="Ranges">Which of the bounds in calibration.json the integer network uses.</param>
/// <param name="WeightBits">7 or 8; 32 where the network stays in float32.</param>
/// <param name="Notices">Lines that must travel with the weights; written into the network's metadata.</param>
/// <param name="Begin">The node whose result is the normalised picture, where the graph normalises by itself.</param>
public sealed record Recipe(
    PinnedTarball Tarball,
    string Graph,
    string Layout,
    Dictionary<string, string> Outputs,
    float[] Mean,
    float[] Deviation,
    RangeChoice Ranges,
    int WeightBits,
    Dictionary<string, string> Notices,
    string? Begin = null)
{
    private const int FloatBits = 32;

    /// <summary>Whether what the box runs is the network in float32.</summary>
    public bool StaysFloat() => WeightBits == FloatBits;
}
