using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;

namespace Vigie.Vision.Detectors;

/// <summary>
/// A network in ONNX Runtime on one thread, bound once to memory of our own: a run copies nothing and allocates no managed memory.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly List<OrtValue> _values = [];
    private readonly RunOptions _runOptions;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;

    /// <summary>Verifies and loads a manifest's network, and holds it to what the manifest says.</summary>
    /// <exception cref="Fault">The file is missing or not the one vouched for, or the network does not match the manifest.</exception>
    public OnnxSession(ModelManifest manifest)
    {
        byte[] network = manifest.Network.ReadVerified(manifest.Obtain);

        // Before anything of ONNX Runtime's is touched: its options alone wake it.
        OnnxTelemetry.Forbid();
        _session = Load(network, manifest);
        _runOptions = new RunOptions();
        _binding = _session.CreateIoBinding();

        bool bytes = manifest.Input.Element == ElementKind.Pixel;
        ByteInput = bytes ? Pinned<byte>(manifest.Input.Elements) : [];
        FloatInput = bytes ? [] : Pinned<float>(manifest.Input.Elements);
        OrtValue input = bytes ? Value(ByteInput, manifest.Input.Shape) : Value(FloatInput, manifest.Input.Shape);
        _binding.BindInput(manifest.Input.Name, input);
        Outputs = [.. manifest.Head.Outputs.Select(Bind)];
    }

    /// <summary>The input's numbers where the network takes bytes, else empty.</summary>
    public byte[] ByteInput { get; }

    /// <summary>The input's numbers where the network takes floats, else empty.</summary>
    public float[] FloatInput { get; }

    /// <summary>The outputs' numbers in the order of the head.</summary>
    public float[][] Outputs { get; }

    /// <summary>Runs the network on what stands in its input.</summary>
    public void Run() => _session.RunWithBinding(_runOptions, _binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(value => value.Dispose());
        _session.Dispose();
        _runOptions.Dispose();
    }

    private static T[] Pinned<T>(int length)
        where T : unmanaged => GC.AllocateArray<T>(length, pinned: true);

    private static InferenceSession Load(byte[] network, ModelManifest manifest)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        InferenceSession? session = null;
        try
        {
            session = new InferenceSession(network, options);
            NetworkCheck.Verify(session, manifest);
            return session;
        }
        catch (OnnxRuntimeException exception)
        {
            throw new Fault(
                FaultKind.Corrupt, manifest.Network.Path, $"ONNX Runtime cannot load it: {exception.Message.TrimEnd('.')}", manifest.Obtain, exception);
        }
        catch (Fault)
        {
            session?.Dispose();
            throw;
        }
    }

    private float[] Bind(NetworkOutput output)
    {
        float[] numbers = Pinned<float>(output.Elements);
        _binding.BindOutput(output.Name, Value(numbers, output.Shape));
        return numbers;
    }

    private OrtValue Value<T>(T[] numbers, ImmutableArray<int> shape)
        where T : unmanaged
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, numbers.AsMemory(), [.. shape.Select(side => (long)side)]);
        _values.Add(value);
        return value;
    }
}
