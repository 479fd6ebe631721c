using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Vision.Detectors;

namespace Vigie.Modelkit.Quantisation;

/// <summary>Measures the range of every tensor of a float network on pictures, through ONNX Runtime with all of them as outputs.</summary>
public sealed class Calibrator : IDisposable
{
    private readonly string _input;
    private readonly long[] _shape;
    private readonly string[] _tensors;
    private readonly InferenceSession _session;
    private readonly RunOptions _run;

    public Calibrator(ModelProto network)
    {
        ModelProto open = network.Clone();
        ValueInfoProto input = open.Graph.Input.Single();
        _input = input.Name;
        _shape = [.. input.Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue)];
        _tensors = [.. open.Graph.Node.Select(node => node.Output.Single())];
        open.Graph.Output.Clear();
        open.Graph.Output.Add(_tensors.Select(tensor => new ValueInfoProto { Name = tensor }));
        OnnxTelemetry.Forbid();
        _run = new RunOptions();
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(Networks.Bytes(open), options);
    }

    /// <summary>Looks at all pictures twice: first for the extremes, then for how the values between them are spread.</summary>
    /// <param name="count">Number of pictures.</param>
    /// <param name="picture">Gives a picture by number, normalised, [1, channel, row, column].</param>
    /// <param name="progress">Told after each look.</param>
    /// <exception cref="Fault">There is no picture.</exception>
    public CalibrationRecord Measure(int count, Func<int, float[]> picture, Action<int> progress)
    {
        if (count == 0)
        {
            throw new Fault(FaultKind.Config, "pictures", "there are none to measure", "Name a folder that holds JPEG or PNG files.");
        }

        TensorSpread[] spreads = [.. _tensors.Select(_ => new TensorSpread())];
        for (int look = 0; look < 2 * count; look++)
        {
            Look(picture(look % count), look < count ? (spread, values) => spread.Widen(values) : (spread, values) => spread.Count(values), spreads);
            progress(look + 1);
        }

        return new CalibrationRecord(count, _tensors.Zip(spreads).ToDictionary(pair => pair.First, pair => pair.Second.Bounds()));
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private void Look(float[] picture, Action<TensorSpread, ReadOnlySpan<float>> note, TensorSpread[] spreads)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(picture, _shape);
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_run, [_input], [input], _tensors);
        for (int index = 0; index < spreads.Length; index++)
        {
            note(spreads[index], results[index].GetTensorDataAsSpan<float>());
        }
    }
}
