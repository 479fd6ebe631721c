using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Vigie.Capture.Live;

/// <summary>A Video4Linux camera: <c>v4l2:///dev/video0?size=1280x720&amp;rate=25&amp;format=mjpeg</c>; what is left out, the driver chooses.</summary>
/// <param name="Path">Device file, below /dev.</param>
/// <param name="Size">Width x height, pixels; null: the driver's choice.</param>
/// <param name="Rate">Pictures a second; null: the driver's choice.</param>
/// <param name="Format">Pixel or codec format by ffmpeg's name; null: the driver's choice.</param>
internal sealed partial record VideoDevice(string Path, string? Size, string? Rate, string? Format)
{
    public const string Expected =
        "expected v4l2:///dev/videoN, with ?size=1280x720, rate=25 and format=mjpeg, h264 or yuyv422 where the driver's choice is not right";

    public static bool TryParse(string url, [NotNullWhen(true)] out VideoDevice? device)
    {
        device = null;
        Match match = Shape().Match(url);
        if (!match.Success)
        {
            return false;
        }

        device = new VideoDevice(match.Groups["path"].Value, null, null, null);
        foreach (System.Text.RegularExpressions.Capture option in match.Groups["option"].Captures)
        {
            (string key, string value) = (option.Value[..option.Value.IndexOf('=')], option.Value[(option.Value.IndexOf('=') + 1)..]);
            device = key switch
            {
                "size" => device with { Size = value },
                "rate" => device with { Rate = value },
                _ => device with { Format = value },
            };
        }

        return true;
    }

    [GeneratedRegex(
        @"^v4l2://(?<path>/dev/(?:video\d{1,3}|v4l/by-(?:id|path)/[A-Za-z0-9._:+-]+))"
        + @"(?:[?&](?<option>size=\d{2,4}x\d{2,4}|rate=\d{1,3}|format=(?:mjpeg|h264|yuyv422|yuv420p|nv12)))*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
