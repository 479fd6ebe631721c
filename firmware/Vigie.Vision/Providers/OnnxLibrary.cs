using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Vision.Detectors;

namespace Vigie.Vision.Providers;

/// <summary>
/// A board's own <c>libonnxruntime.so</c>. The managed part of ONNX Runtime asks the library for the version of the interface that it was built with, in a
/// static constructor: with an older library it can never be used again in that process. So a library is looked at before anything managed is touched,
/// and in a child process, because loading it runs code of it.
/// </summary>
public static class OnnxLibrary
{
    /// <summary>The oldest version that will do: that of the managed part.</summary>
    public static readonly Version Oldest = new(1, 31);

    private const string EntryPoint = "OrtGetApiBase";

    /// <summary>Loads a library and asks it for its version. It may end the process: for a child process only.</summary>
    /// <exception cref="Fault">It is missing, cannot be loaded, is not ONNX Runtime, or is too old.</exception>
    public static void Verify(string path)
    {
        if (!File.Exists(path))
        {
            throw Refuse(FaultKind.Unavailable, $"{path} is not there", null);
        }

        nint library = Load(path);
        if (!NativeLibrary.TryGetExport(library, EntryPoint, out nint entry))
        {
            throw Refuse(FaultKind.Config, $"{path} is not ONNX Runtime", null);
        }

        (string version, bool speaks) = AskVersion(entry);
        if (!Version.TryParse(version.Split('-', '+')[0], out Version? number) || number < Oldest || !speaks)
        {
            throw Refuse(FaultKind.Config, $"ONNX Runtime {version} in {path} is too old, at least {Oldest} is needed", null);
        }
    }

    /// <summary>
    /// Makes the managed part use a library, from its first call on. To be called before anything else of ONNX Runtime in the process; the first library
    /// that a process uses stays.
    /// </summary>
    public static void Use(string path)
    {
        OnnxTelemetry.Forbid();
        OrtEnv.DisableDllImportResolver = true;
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, (name, _, _) => IsOnnxRuntime(name) ? NativeLibrary.Load(path) : 0);
        }
        catch (InvalidOperationException)
        {
            // It was chosen before, for another camera or for a session that this one replaces.
            return;
        }
    }

    /// <summary>A function that a library exports, or 0.</summary>
    internal static nint Export(string path, string name) => NativeLibrary.TryGetExport(NativeLibrary.Load(path), name, out nint function) ? function : 0;

    private static bool IsOnnxRuntime(string name) => Path.GetFileNameWithoutExtension(name) is "onnxruntime" or "libonnxruntime";

    private static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException)
        {
            throw Refuse(FaultKind.Config, $"{path} cannot be loaded: {OneLine(cause.Message)}", cause);
        }
    }

    // struct OrtApiBase { const OrtApi* (*GetApi)(uint32_t version); const char* (*GetVersionString)(void); }
    private static unsafe (string Version, bool Speaks) AskVersion(nint entry)
    {
        nint* functions = (nint*)((delegate* unmanaged<nint>)entry)();
        string version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)functions[1])()) ?? "";
        return (version, ((delegate* unmanaged<uint, nint>)functions[0])((uint)Oldest.Minor) != 0);
    }

    private static Fault Refuse(FaultKind kind, string problem, Exception? cause) =>
        new(kind, "ONNX Runtime", problem, "Install another build of it, or leave the accelerator out of the configuration.", cause);

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
