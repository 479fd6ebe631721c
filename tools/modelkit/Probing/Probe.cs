using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Vision.Detectors;

namespace Vigie.Modelkit.Probing;

/// <summary>
/// Loads a network that nobody vouches for and runs it once, in a process of its own (<see cref="ProbeProcess"/> is the other end): ONNX
/// Runtime may crash, hang or fill the memory on it. Says "loaded" when the run begins, and then what it saw, as one line of JSON.
/// </summary>
public static class Probe
{
    /// <summary>Says that loading is over and running begins.</summary>
    public const string Loaded = "loaded";

    private const int MostSlices = 4096;

    /// <summary>Does it.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="width">Width of an input that leaves it open.</param>
    /// <param name="height">Height of an input that leaves it open.</param>
    /// <param name="output">Where the two lines go.</param>
    /// <exception cref="Fault">ONNX Runtime cannot load or run it.</exception>
    public static void Run(string file, int width, int height, TextWriter output)
    {
        OnnxTelemetry.Forbid();
        try
        {
            using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using InferenceSession session = new(File.ReadAllBytes(file), options);
            output.WriteLine(Loaded);
            output.Flush();
            output.WriteLine(JsonSerializer.Serialize(Run(session, width, height), ProbeJson.Default.ProbeReport));
        }
        catch (OnnxRuntimeException failure)
        {
            throw new Fault(FaultKind.Corrupt, file, $"ONNX Runtime cannot run it: {OneLine(failure.Message)}", "Get or export the network again.", failure);
        }
    }

    private static ProbeReport Run(InferenceSession session, int width, int height)
    {
        ProbedTensor[] inputs = [.. session.InputMetadata.Select(input => new ProbedTensor(input.Key, input.Value.ElementType.Name, input.Value.Dimensions, [], []))];
        if (inputs.Length != 1 || inputs[0].Shape.Length != 4 || inputs[0].Element is not (nameof(Single) or nameof(Byte)))
        {
            return new ProbeReport(inputs, []);
        }

        int[] open = [1, 3, height, width];
        long[] shape = [.. inputs[0].Shape.Zip(open, (side, chosen) => (long)(side > 0 ? side : chosen))];
        using OrtValue picture = inputs[0].Element == nameof(Byte)
            ? OrtValue.CreateTensorValueFromMemory(Picture(shape, value => value), shape)
            : OrtValue.CreateTensorValueFromMemory(Picture(shape, value => (float)value), shape);
        using RunOptions run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [inputs[0].Name], [picture], session.OutputNames);
        return new ProbeReport(inputs, [.. session.OutputNames.Zip(results, Describe)]);
    }

    // Colour gradients with an edge now and then: not what a detector knows, but neither black nor noise.
    private static T[] Picture<T>(long[] shape, Func<byte, T> convert)
    {
        T[] picture = new T[shape.Aggregate(1L, (product, side) => checked(product * side))];
        for (long index = 0; index < picture.Length; index++)
        {
            long column = index % shape[3], row = index / shape[3];
            picture[index] = convert((byte)((column * 3 + row * 2 + (column * row / 512 % 2 * 90)) % 256));
        }

        return picture;
    }

    private static ProbedTensor Describe(string name, OrtValue value)
    {
        if (!value.IsTensor)
        {
            return new ProbedTensor(name, value.OnnxType.ToString(), [], [], []);
        }

        OrtTensorTypeAndShapeInfo type = value.GetTensorTypeAndShape();
        int[] shape = [.. type.Shape.Select(side => checked((int)side))];
        if (type.ElementDataType != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float || shape.Length == 0)
        {
            return new ProbedTensor(name, type.ElementDataType.ToString(), shape, [], []);
        }

        ReadOnlySpan<float> numbers = value.GetTensorDataAsSpan<float>();
        int axis = shape.Length == 4 ? 1 : shape.Length - 1;
        int slices = shape[axis] <= MostSlices ? shape[axis] : 0;
        int run = shape[(axis + 1)..].Aggregate(1, (product, side) => product * side);
        float[] lows = [.. Enumerable.Repeat(float.PositiveInfinity, slices)], highs = [.. Enumerable.Repeat(float.NegativeInfinity, slices)];
        for (int index = 0; slices > 0 && index < numbers.Length; index++)
        {
            int slice = index / run % slices;
            lows[slice] = Math.Min(lows[slice], numbers[index]);
            highs[slice] = Math.Max(highs[slice], numbers[index]);
        }

        return new ProbedTensor(name, nameof(Single), shape, lows, highs);
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
