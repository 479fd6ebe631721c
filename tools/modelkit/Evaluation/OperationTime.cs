namespace Vigie.Modelkit.Evaluation;

/// <summary>What the nodes of one kind take in one run of a network.</summary>
/// <param name="Operation">The kind, as ONNX calls it whatever its numbers are: QLinearConv and FusedConv are Conv; a convolution is dense or depthwise.</param>
/// <param name="Nodes">How many there are, after ONNX Runtime joined what it can.</param>
/// <param name="Milliseconds">Sum of their medians.</param>
public sealed record OperationTime(string Operation, int Nodes, double Milliseconds);
