using Microsoft.ML.OnnxRuntime;
using Vigie.Modelkit.Onnx;
using Vigie.Vision.Detectors;

namespace Vigie.Tests.Modelkit;

/// <summary>Runs networks in ONNX Runtime, one thread, all outputs.</summary>
internal static class Engine
{
    public static Dictionary<string, NaiveTensor> Run<T>(ModelProto network, T[] input, bool optimise = true)
        where T : unmanaged
    {
        OnnxTelemetry.Forbid();
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.GraphOptimizationLevel = optimise ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL;
        using InferenceSession session = new(Networks.Bytes(network), options);
        using RunOptions run = new();
        KeyValuePair<string, NodeMetadata> declared = session.InputMetadata.Single();
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, [.. declared.Value.Dimensions.Select(extent => (long)extent)]);
        string[] names = [.. session.OutputNames];
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [declared.Key], [value], names);
        return names.Zip(results).ToDictionary(pair => pair.First, pair => new NaiveTensor(
            [.. pair.Second.GetTensorTypeAndShape().Shape.Select(extent => (int)extent)], pair.Second.GetTensorDataAsSpan<float>().ToArray()));
    }

    /// <summary>Asserts that two tensors agree, with a tolerance relative to the larger values.</summary>
    public static void Agree(NaiveTensor expected, NaiveTensor actual, double tolerance, string what)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double scale = Math.Max(1, expected.Values.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int index = 0; index < expected.Values.Length; index++)
        {
            (float wanted, float got) = (expected.Values[index], actual.Values[index]);
            bool equal = wanted.Equals(got) || Math.Abs((double)wanted - got) <= tolerance * scale;
            Assert.True(equal, $"{what}: value {index} of [{string.Join(", ", expected.Shape)}] is {got}, expected {wanted}");
        }
    }
}
