using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.PostTraining;

/// <summary>
/// How far what a network answers is from what the float network answers: mean square over all numbers of its outputs, squeezed by the logistic function,
/// so that how certainly nothing is there does not count.
/// </summary>
public sealed class Sensitivity
{
    private readonly Frame[] _frames;
    private readonly float[][] _wanted;

    /// <summary>Remembers what the best network answers.</summary>
    public Sensitivity(ModelManifest reference, IEnumerable<Frame> frames)
    {
        _frames = [.. frames];
        _wanted = Answers(reference);
    }

    /// <summary>The distance of another network with the same outputs.</summary>
    public double Of(ModelManifest network)
    {
        float[][] given = Answers(network);
        double sum = 0;
        long count = 0;
        for (int index = 0; index < given.Length; index++)
        {
            for (int at = 0; at < given[index].Length; at++)
            {
                double difference = given[index][at] - _wanted[index][at];
                sum += difference * difference;
            }

            count += given[index].Length;
        }

        return sum / count;
    }

    private float[][] Answers(ModelManifest manifest)
    {
        OnnxTelemetry.Forbid();
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using InferenceSession session = new(manifest.Network.ReadVerified(manifest.Obtain), options);
        using RunOptions run = new();
        List<float[]> answers = [];
        foreach (Frame frame in _frames)
        {
            using OrtValue input = PictureTensor.Of(manifest.Input, frame);
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [manifest.Input.Name], [input], session.OutputNames);
            foreach (OrtValue result in results)
            {
                float[] squeezed = result.GetTensorDataAsSpan<float>().ToArray();
                TensorPrimitives.Sigmoid(squeezed, squeezed);
                answers.Add(squeezed);
            }
        }

        return [.. answers];
    }
}
