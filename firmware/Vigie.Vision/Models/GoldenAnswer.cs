using System.Buffers.Binary;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Vision.Detectors;
using Vigie.Vision.Heads;
using Vigie.Vision.Preprocessing;
using Vigie.Vision.Providers;

namespace Vigie.Vision.Models;

/// <summary>
/// What a network answers to the golden pattern, in numbers of its raw heads. Packed with a model where it was made, and compared on the
/// box before the model is used: another provider or processor that computes something else is found so.
/// </summary>
public static class GoldenAnswer
{
    private const int HalfBytes = 2;

    /// <summary>Runs the network on the pattern of a seed.</summary>
    /// <param name="manifest">The model.</param>
    /// <param name="seed">Of <see cref="GoldenPattern"/>, drawn in the size of the network's input.</param>
    /// <returns>All outputs in the order of the head, as IEEE half floats, little-endian.</returns>
    /// <exception cref="Fault">The model is missing or wrong, or answers with what is no number.</exception>
    public static byte[] Record(ModelManifest manifest, ulong seed)
    {
        float[][] outputs = Run(manifest, seed);
        byte[] golden = new byte[outputs.Sum(output => output.Length) * HalfBytes];
        int at = 0;
        foreach (float number in outputs.SelectMany(output => output))
        {
            Half half = (Half)number;
            if (!Half.IsFinite(half))
            {
                throw new Fault(FaultKind.Corrupt, manifest.Network.Path, "answers to the golden pattern with what is no number, or too large", "Quantise it anew, or take another model.");
            }

            BinaryPrimitives.WriteHalfLittleEndian(golden.AsSpan(at), half);
            at += HalfBytes;
        }

        return golden;
    }

    /// <summary>Runs the network here and compares.</summary>
    /// <param name="manifest">The model.</param>
    /// <param name="packed">What it answered where it was packed.</param>
    /// <returns>What is wrong, half a sentence; null where both agree.</returns>
    /// <exception cref="Fault">The model is missing or wrong.</exception>
    public static string? ProblemOf(ModelManifest manifest, PackedAnswer packed)
    {
        float[][] outputs = Run(manifest, packed.Seed);
        return ProblemOf(manifest, [.. outputs.SelectMany(output => output)], packed.Golden.Span, packed.Tolerance);
    }

    /// <summary>Compares an answer that was computed elsewhere.</summary>
    /// <param name="manifest">The model.</param>
    /// <param name="answer">All outputs in the order of the head.</param>
    /// <param name="golden">What <see cref="Record"/> gave where the model was packed.</param>
    /// <param name="tolerance">How far each output may be off, see <see cref="PackedAnswer"/>.</param>
    /// <returns>What is wrong, half a sentence; null where both agree.</returns>
    internal static string? ProblemOf(ModelManifest manifest, ReadOnlySpan<float> answer, ReadOnlySpan<byte> golden, double tolerance)
    {
        if (golden.Length != answer.Length * HalfBytes || answer.Length != manifest.Head.Outputs.Sum(output => output.Elements))
        {
            return string.Create(CultureInfo.InvariantCulture, $"its golden answer has {golden.Length / HalfBytes} numbers where the network gives {answer.Length}");
        }

        foreach (NetworkOutput output in manifest.Head.Outputs)
        {
            double off = Deviation(answer[..output.Elements], golden[..(output.Elements * HalfBytes)]);
            answer = answer[output.Elements..];
            golden = golden[(output.Elements * HalfBytes)..];
            if (!(off <= tolerance))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"it does not compute here what it did where it was packed: output {output.Name} is {100 * off:0.0} % off, {100 * tolerance:0.0} % at most");
            }
        }

        return null;
    }

    /// <summary>The network's raw answer.</summary>
    internal static float[][] Run(ModelManifest manifest, ulong seed, Accelerator? accelerator = null)
    {
        NetworkMemory memory = new(manifest);
        using OnnxSession session = new(manifest, memory, accelerator);
        using Frame frame = GoldenPattern.Draw(seed, manifest.Input.Width, manifest.Input.Height);
        memory.Fill(0, new Letterbox(manifest.Input), frame);

        // One that never ends is ended: what computes for so long here is of no use here.
        using Timer limit = new(_ => session.Terminate(), null, RunLimits.Most, Timeout.InfiniteTimeSpan);
        try
        {
            session.Run(0);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new Fault(FaultKind.Corrupt, manifest.Network.Path, $"ONNX Runtime cannot run it: {exception.Message.TrimEnd('.')}", manifest.Obtain, exception);
        }

        return memory.Outputs;
    }

    private static double Deviation(ReadOnlySpan<float> output, ReadOnlySpan<byte> golden)
    {
        double sum = 0, squares = 0, difference = 0;
        for (int index = 0; index < output.Length; index++)
        {
            double expected = (double)BinaryPrimitives.ReadHalfLittleEndian(golden[(index * HalfBytes)..]);
            sum += expected;
            squares += expected * expected;
            difference += (output[index] - expected) * (output[index] - expected);
        }

        double mean = sum / output.Length, variance = squares / output.Length - mean * mean;

        // An output that is the same everywhere is compared as it is.
        return Math.Sqrt(difference / output.Length) / (variance > 1e-12 ? Math.Sqrt(variance) : 1);
    }
}
