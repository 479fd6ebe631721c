using Vigie.Core.Settings;
using Vigie.Vision.Providers;

namespace Vigie.Appliance.Configuration;

/// <summary>Reads the key <c>accelerator</c>: which library of the board's own computes networks, and with what.</summary>
internal static class AcceleratorReader
{
    /// <summary>Reads it; what is wrong goes to the reader's complaints.</summary>
    /// <param name="reader">Stands at <c>$.accelerator</c>; null where the key is absent.</param>
    public static Accelerator? Read(SettingsReader? reader)
    {
        const string Expected = "expected the absolute path of the board's libonnxruntime.so";
        if (reader is null)
        {
            return null;
        }

        ProviderKind kind = reader.Choice("provider", "cpu", "cpu", "cuda", "tensorrt", "xnnpack", "acl") switch
        {
            "cuda" => ProviderKind.Cuda,
            "tensorrt" => ProviderKind.TensorRt,
            "xnnpack" => ProviderKind.Xnnpack,
            "acl" => ProviderKind.Acl,
            _ => ProviderKind.Cpu,
        };
        string library = reader.RequiredText("library", Expected);
        if (library.Length > 0 && !Path.IsPathRooted(library))
        {
            reader.Complain("library", Expected);
        }

        reader.Finish();
        return new Accelerator(kind, library);
    }
}
