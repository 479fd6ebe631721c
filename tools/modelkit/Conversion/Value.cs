namespace Vigie.Modelkit.Conversion;

/// <summary>What a node of the TensorFlow graph stands for in the ONNX network: a constant or a stored tensor.</summary>
public abstract record Value;
