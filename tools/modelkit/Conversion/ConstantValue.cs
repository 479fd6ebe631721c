using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Modelkit.Conversion;

/// <summary>A value known at conversion; it becomes an initialiser only where a node needs it.</summary>
/// <param name="Tensor">Its values, in TensorFlow's axis order.</param>
public sealed record ConstantValue(ConstantTensor Tensor) : Value;
