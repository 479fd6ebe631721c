using System.Runtime.InteropServices;
using Vigie.Vision.Models;

namespace Vigie.Vision.Providers;

/// <summary>
/// A network's raw answer to a picture that is always the same. Two ways to compute agree where their answers do, up to the rounding that a change of
/// library or processor brings.
/// </summary>
public static class GoldenRun
{
    /// <summary>Root mean square difference of two answers by the root mean square of the first up to which they agree.</summary>
    public const double Tolerance = 0.05;

    /// <summary>Runs the network on the pattern of a seed and writes its answer as 32-bit floats, one output after the other.</summary>
    /// <param name="manifest">The model.</param>
    /// <param name="seed">Of <see cref="GoldenPattern"/>.</param>
    /// <param name="accelerator">What to compute with; null: the program's own library, on the processor.</param>
    /// <param name="destination">Gets the bytes.</param>
    /// <exception cref="Vigie.Core.Fault">The network or the provider cannot be used.</exception>
    public static void Write(ModelManifest manifest, ulong seed, Accelerator? accelerator, Stream destination)
    {
        foreach (float[] output in GoldenAnswer.Run(manifest, seed, accelerator))
        {
            destination.Write(MemoryMarshal.AsBytes<float>(output));
        }
    }

    /// <summary>How far an answer is from another, as a share of the other; infinite where they are not of one length or not all numbers.</summary>
    public static double Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        if (expected.Length != found.Length || expected.IsEmpty)
        {
            return double.PositiveInfinity;
        }

        (double squares, double differences) = (0, 0);
        for (int index = 0; index < expected.Length; index++)
        {
            squares += (double)expected[index] * expected[index];
            differences += ((double)found[index] - expected[index]) * ((double)found[index] - expected[index]);
        }

        double difference = Math.Sqrt(differences / Math.Max(squares, double.Epsilon));
        return double.IsNaN(difference) ? double.PositiveInfinity : differences == 0 ? 0 : difference;
    }
}
