using System.Numerics;

namespace Vigie.Vision.Motion;

/// <summary>
/// How the light of the whole picture changed between the background and now: brightness now = gain * background + offset, fitted
/// by least squares, then once more without the cells that do not follow (what moves).
/// </summary>
/// <param name="Gain">Factor of the brightness.</param>
/// <param name="Offset">What is added, grey levels.</param>
internal readonly record struct LightChange(float Gain, float Offset)
{
    // Counted from the middle of the range, sums of squares stay small enough for 32-bit floats.
    private const float Middle = 128;

    // A cell farther than this many grey levels from the first fit moves.
    private const float Outlier = 24;

    /// <summary>Fits the change between two pictures of the same number of cells, a multiple of a vector's length.</summary>
    public static LightChange Fit(ReadOnlySpan<float> background, ReadOnlySpan<float> now)
    {
        LightChange rough = Fit(background, now, new LightChange(1, 0), float.MaxValue);
        return Fit(background, now, rough, Outlier);
    }

    private static LightChange Fit(ReadOnlySpan<float> background, ReadOnlySpan<float> now, LightChange guess, float outlier)
    {
        Vector<float> count = default, sumX = default, sumY = default, sumXX = default, sumXY = default;
        Vector<float> middle = new(Middle), gain = new(guess.Gain), offset = new(guess.Offset), limit = new(outlier);
        for (int i = 0; i <= now.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> x = new(background[i..]), y = new(now[i..]);
            Vector<float> follows = Vector.ConditionalSelect(
                Vector.LessThanOrEqual(Vector.Abs(y - (x * gain + offset)), limit), Vector<float>.One, Vector<float>.Zero);
            x = (x - middle) * follows;
            y = (y - middle) * follows;
            count += follows;
            sumX += x;
            sumY += y;
            sumXX += x * x;
            sumXY += x * y;
        }

        return Solve(Vector.Sum(count), Vector.Sum(sumX), Vector.Sum(sumY), Vector.Sum(sumXX), Vector.Sum(sumXY));
    }

    private static LightChange Solve(float count, float sumX, float sumY, float sumXX, float sumXY)
    {
        if (count < 1)
        {
            return new LightChange(1, 0);
        }

        float meanX = sumX / count, meanY = sumY / count;
        float variance = sumXX / count - meanX * meanX;

        // A picture without contrast says nothing about the gain.
        float gain = variance < 4 ? 1 : Math.Clamp((sumXY / count - meanX * meanY) / variance, 0.25f, 4f);
        return new LightChange(gain, meanY + Middle - gain * (meanX + Middle));
    }
}
