using System.Text.RegularExpressions;

namespace Vigie.Capture.Live;

/// <summary>
/// Which graphs of ffmpeg's filter language may be drawn: one source that draws by itself, with options that are numbers, sizes or
/// colours. Filters that open files or sockets (movie, sendcmd, zmq, life with a file) and chains of filters cannot be written.
/// </summary>
internal static partial class TestPattern
{
    public const string Expected =
        "expected one of testsrc, testsrc2, smptebars, smptehdbars, rgbtestsrc, yuvtestsrc, color, mandelbrot, gradients with size, rate, "
        + "color or seed, for example lavfi:testsrc2=size=768x576:rate=10";

    /// <summary>What is wrong with a graph; null where it may be drawn.</summary>
    public static string? Check(string graph) => Shape().IsMatch(graph) ? null : Expected;

    [GeneratedRegex(
        @"^(?:testsrc2?|smptebars|smptehdbars|rgbtestsrc|yuvtestsrc|color|mandelbrot|gradients)"
        + @"(?:=(?:(?:size|s|rate|r|color|c|seed|n|x0|y0|x1|y1|c0|c1)=[A-Za-z0-9./]+)(?::(?:size|s|rate|r|color|c|seed|n|x0|y0|x1|y1|c0|c1)=[A-Za-z0-9./]+)*)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
