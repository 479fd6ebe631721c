namespace Vigie.Modelkit.Conversion;

/// <summary>What of a graph is converted, and how the result is named.</summary>
/// <param name="Input">Name of the network's input.</param>
/// <param name="ChannelsLast">Whether the graph's placeholder is [batch, row, column, channel]; the network's always has channels first.</param>
/// <param name="Outputs">The network's outputs by name, each with the node of the graph at which it is cut.</param>
public sealed record ConversionPlan(string Input, bool ChannelsLast, IReadOnlyDictionary<string, string> Outputs);
