using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;
using Vigie.Vision.Providers;

namespace Vigie.Vision.Detectors;

/// <summary>
/// A network in ONNX Runtime on one thread, bound once to memory of our own: a run copies nothing and allocates no managed memory.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly List<OrtValue> _values = [];
    private readonly RunOptions _runOptions;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding[] _bindings;

    /// <summary>Verifies and loads a manifest's network, and holds it to what the manifest says.</summary>
    /// <exception cref="Fault">The file is missing or not the one vouched for, or the network does not match the manifest.</exception>
    public OnnxSession(ModelManifest manifest, NetworkMemory memory, Accelerator? accelerator = null)
    {
        byte[] network = manifest.Network.ReadVerified(manifest.Obtain);

        // Before anything of ONNX Runtime's is touched: its options alone wake it.
        OnnxTelemetry.Forbid();
        if (accelerator is not null)
        {
            OnnxLibrary.Use(accelerator.Library);
        }

        _session = Load(network, manifest, accelerator);
        // What goes wrong is thrown; the engine need not write to standard error as well.
        _runOptions = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        ImmutableArray<int> shape = manifest.Input.Shape;
        OrtValue[] inputs = manifest.Input.Element == ElementKind.Pixel
            ? [.. memory.ByteInputs.Select(input => Value(input, shape))]
            : [.. memory.FloatInputs.Select(input => Value(input, shape))];
        OrtValue[] outputs = [.. manifest.Head.Outputs.Zip(memory.Outputs, (output, numbers) => Value(numbers, output.Shape))];
        _bindings = [.. inputs.Select(input => Bind(manifest, input, outputs))];
    }

    /// <summary>Runs the network on what stands in one of its inputs.</summary>
    /// <exception cref="OnnxRuntimeException">It was told to end, or it failed.</exception>
    public void Run(int input) => _session.RunWithBinding(_runOptions, _bindings[input]);

    /// <summary>Tells the run under way, or else the next, to end: between two nodes of the graph it throws. From any thread.</summary>
    public void Terminate() => _runOptions.Terminate = true;

    /// <summary>Takes <see cref="Terminate"/> back.</summary>
    public void Resume() => _runOptions.Terminate = false;

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_bindings, binding => binding.Dispose());
        _values.ForEach(value => value.Dispose());
        _session.Dispose();
        _runOptions.Dispose();
    }

    private static InferenceSession Load(byte[] network, ModelManifest manifest, Accelerator? accelerator)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        if (accelerator is not null)
        {
            ProviderSetup.Apply(accelerator, options);
        }

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

    private OrtIoBinding Bind(ModelManifest manifest, OrtValue input, OrtValue[] outputs)
    {
        OrtIoBinding binding = _session.CreateIoBinding();
        binding.BindInput(manifest.Input.Name, input);
        foreach ((NetworkOutput output, OrtValue value) in manifest.Head.Outputs.Zip(outputs))
        {
            binding.BindOutput(output.Name, value);
        }

        return binding;
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
