namespace Vigie.Modelkit.Conversion;

/// <summary>What of a graph is converted, and how the result is named.</summary>
/// <param name="Input">Name of the network's input.</param>
/// <param name="ChannelsLast">Whether the graph's placeholder is [batch, row, column, channel]; the network's always has channels first.</param>
/// <param name="Outputs">The network's outputs by name, each with the node of the graph at which it is cut.</param>
/// <param name="Size">The picture's size where it is not the one that the graph declares; only fully convolutional graphs allow that.</param>
public sealed record ConversionPlan(string Input, bool ChannelsLast, IReadOnlyDictionary<string, string> Outputs, PictureSize? Size = null);
