using System.Runtime.InteropServices;

namespace Vigie.Vision.Detectors;

/// <summary>
/// ONNX Runtime 1.31 reports on its use by default: it writes a device number and a database into the home folder, to be sent
/// later. It asks the C library for the variable that forbids this, where <see cref="Environment.SetEnvironmentVariable(string, string?)"/>
/// does not reach on Linux: .NET keeps a copy of its own.
/// </summary>
public static partial class OnnxTelemetry
{
    /// <summary>The variable that ONNX Runtime heeds.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Forbids it for this process. Must run before any type of ONNX Runtime is used, its options included; may run again.</summary>
    public static void Forbid()
    {
        if (SetVariable(Variable, "1", overwrite: 1) != 0)
        {
            throw new InvalidOperationException($"The C library refused to set {Variable}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
