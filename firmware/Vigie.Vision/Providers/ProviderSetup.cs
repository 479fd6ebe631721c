using Microsoft.ML.OnnxRuntime;
using Vigie.Core;

namespace Vigie.Vision.Providers;

/// <summary>Asks a session for a provider; what the provider cannot compute stays with the processor.</summary>
internal static class ProviderSetup
{
    /// <summary>Adds the accelerator's provider to the options of a session.</summary>
    /// <exception cref="Fault">The library does not have it, or it finds no device.</exception>
    public static void Apply(Accelerator accelerator, SessionOptions options)
    {
        try
        {
            Append(accelerator, options);
        }
        catch (OnnxRuntimeException cause)
        {
            throw new Fault(
                FaultKind.Unavailable, $"{accelerator.Name} provider", cause.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.'),
                "Install what it needs, or leave the accelerator out of the configuration.", cause);
        }
    }

    private static void Append(Accelerator accelerator, SessionOptions options)
    {
        switch (accelerator.Provider)
        {
            case ProviderKind.Cuda:
                using (OrtCUDAProviderOptions cuda = new())
                {
                    options.AppendExecutionProvider_CUDA(cuda);
                }

                break;
            case ProviderKind.TensorRt:
                using (OrtTensorRTProviderOptions tensorRt = new())
                {
                    options.AppendExecutionProvider_Tensorrt(tensorRt);
                }

                break;
            case ProviderKind.Xnnpack:
                options.AppendExecutionProvider("XNNPACK", new Dictionary<string, string> { ["intra_op_num_threads"] = "1" });
                break;
            case ProviderKind.Acl:
                AppendArmComputeLibrary(accelerator, options);
                break;
        }
    }

    // The managed part has no call for it: OrtStatus* OrtSessionOptionsAppendExecutionProvider_ACL(OrtSessionOptions*, bool enable_fast_math).
    private static unsafe void AppendArmComputeLibrary(Accelerator accelerator, SessionOptions options)
    {
        nint append = OnnxLibrary.Export(accelerator.Library, "OrtSessionOptionsAppendExecutionProvider_ACL");
        bool added = append != 0 && ((delegate* unmanaged<nint, byte, nint>)append)(options.DangerousGetHandle(), 0) == 0;
        if (!added)
        {
            throw new Fault(
                FaultKind.Unavailable, "ACL provider", "not in this build of ONNX Runtime", "Install a build that has it, or leave the accelerator out of the configuration.");
        }
    }
}
