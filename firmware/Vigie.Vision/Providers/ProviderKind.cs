namespace Vigie.Vision.Providers;

/// <summary>What ONNX Runtime computes with (its "execution provider").</summary>
public enum ProviderKind
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA graphics processor.</summary>
    Cuda,

    /// <summary>An NVIDIA graphics processor, through TensorRT.</summary>
    TensorRt,

    /// <summary>The processor, through XNNPACK.</summary>
    Xnnpack,

    /// <summary>An Arm processor, through the Arm Compute Library.</summary>
    Acl,
}
