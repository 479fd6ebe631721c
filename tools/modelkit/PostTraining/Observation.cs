using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Quantisation;
using Vigie.Vision.Detectors;

namespace Vigie.Modelkit.PostTraining;

/// <summary>Watches all float tensors of a network on calibration pictures.</summary>
public sealed class Observation : IDisposable
{
    private readonly string _input;
    private readonly long[] _shape;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly Dictionary<string, TensorSpread> _spreads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double[] Sums, float[] Peaks, long Count)> _channels = new(StringComparer.Ordinal);

    /// <summary>Loads the network with all its tensors as outputs.</summary>
    public Observation(ModelProto network, long[] shape)
    {
        ModelProto open = network.Clone();
        _input = new NetworkView(network).Input;
        _shape = shape;
        HashSet<string> outputs = [.. open.Graph.Output.Select(value => value.Name)];
        open.Graph.Output.Add(open.Graph.Node.SelectMany(node => node.Output).Where(tensor => tensor.Length > 0 && outputs.Add(tensor)).Select(tensor => new ValueInfoProto { Name = tensor }));
        OnnxTelemetry.Forbid();
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(Networks.Bytes(open), options);
    }

    /// <summary>Looks at all pictures twice: for extremes and means, then for how the values between them are spread.</summary>
    public Dictionary<string, TensorStatistics> Measure(IReadOnlyList<float[]> pictures, Action<double> progress)
    {
        for (int look = 0; look < 2 * pictures.Count; look++)
        {
            Look(pictures[look % pictures.Count], first: look < pictures.Count);
            progress(look + 1);
        }

        return _spreads.ToDictionary(entry => entry.Key, entry => new TensorStatistics(entry.Value.Bounds(), MeansOf(entry.Key), _channels.TryGetValue(entry.Key, out var channels) ? channels.Peaks.Select(TensorSpread.Short).ToArray() : []));
    }

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    private void Look(float[] picture, bool first)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(picture, _shape);
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_run, [_input], [input], _session.OutputNames);
        Note(_input, picture, _shape, first);
        foreach ((string name, OrtValue value) in _session.OutputNames.Zip(results))
        {
            OrtTensorTypeAndShapeInfo type = value.GetTensorTypeAndShape();
            if (type.ElementDataType == TensorElementType.Float && type.ElementCount > 0)
            {
                Note(name, value.GetTensorDataAsSpan<float>(), type.Shape, first);
            }
        }
    }

    private void Note(string name, ReadOnlySpan<float> values, long[] shape, bool first)
    {
        if (!_spreads.TryGetValue(name, out TensorSpread? spread))
        {
            _spreads[name] = spread = new TensorSpread();
        }

        if (!first)
        {
            spread.Count(values);
            return;
        }

        spread.Widen(values);
        if (shape.Length == 4)
        {
            NoteChannels(name, values, checked((int)shape[1]));
        }
    }

    private void NoteChannels(string name, ReadOnlySpan<float> values, int count)
    {
        (double[] sums, float[] peaks, long seen) = _channels.GetValueOrDefault(name, (new double[count], new float[count], 0));
        int plane = values.Length / count;
        for (int channel = 0; channel < count; channel++)
        {
            ReadOnlySpan<float> slice = values.Slice(channel * plane, plane);
            sums[channel] += TensorPrimitives.Sum(slice);
            peaks[channel] = Math.Max(peaks[channel], Math.Abs(TensorPrimitives.MaxMagnitude(slice)));
        }

        _channels[name] = (sums, peaks, seen + plane);
    }

    private float[] MeansOf(string name) => _channels.TryGetValue(name, out (double[] Sums, float[] Peaks, long Count) channels)
        ? [.. channels.Sums.Select(sum => TensorSpread.Short((float)(sum / channels.Count)))]
        : [];
}
