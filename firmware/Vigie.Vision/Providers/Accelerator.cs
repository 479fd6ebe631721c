namespace Vigie.Vision.Providers;

/// <summary>A board's own build of ONNX Runtime, and what of it is to be used.</summary>
/// <param name="Provider">What it computes with.</param>
/// <param name="Library">Absolute path of its <c>libonnxruntime.so</c>. A process can use one.</param>
public sealed record Accelerator(ProviderKind Provider, string Library)
{
    /// <summary>What the provider is called by those who make it.</summary>
    public string Name => Provider switch
    {
        ProviderKind.Cuda => "CUDA",
        ProviderKind.TensorRt => "TensorRT",
        ProviderKind.Xnnpack => "XNNPACK",
        ProviderKind.Acl => "ACL",
        _ => "CPU",
    };
}
