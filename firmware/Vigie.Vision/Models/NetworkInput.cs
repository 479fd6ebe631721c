using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Vigie.Core.Settings;

namespace Vigie.Vision.Models;

/// <summary>What a network wants to see: one tensor [1, 3, <paramref name="Height"/>, <paramref name="Width"/>], planes one after the other.</summary>
/// <param name="Name">Name of the input in the network file.</param>
/// <param name="Width">Width, pixels.</param>
/// <param name="Height">Height, pixels.</param>
/// <param name="Element">Type of one number.</param>
/// <param name="Channels">Order of the planes.</param>
/// <param name="Resize">How pictures are brought to this size.</param>
/// <param name="Fill">Pixel value around a letterboxed picture, 0 to 255, before normalisation.</param>
/// <param name="Mean">Three numbers in the order of the planes: a number fed is (pixel - mean) / deviation.</param>
/// <param name="Deviation">Three numbers in the order of the planes, see <paramref name="Mean"/>.</param>
/// <param name="ChannelsLast">Whether the tensor is [1, <paramref name="Height"/>, <paramref name="Width"/>, 3] instead: pixels one after the other.</param>
public sealed record NetworkInput(
    string Name,
    int Width,
    int Height,
    ElementKind Element,
    ChannelOrder Channels,
    ResizeMode Resize,
    int Fill,
    ImmutableArray<float> Mean,
    ImmutableArray<float> Deviation,
    bool ChannelsLast = false)
{
    /// <summary>Shape of the tensor, [1, 3, height, width] or [1, height, width, 3].</summary>
    public ImmutableArray<int> Shape => ChannelsLast ? [1, Height, Width, 3] : [1, 3, Height, Width];

    /// <summary>How many numbers the tensor holds.</summary>
    public int Elements => 3 * Height * Width;

    /// <summary>Reads <c>$.input</c> of a manifest; what is wrong goes to the reader's complaints.</summary>
    internal static NetworkInput Read(SettingsReader reader)
    {
        string name = reader.RequiredText("name", "expected the name of the network's input");
        int width = Side(reader, "width");
        int height = Side(reader, "height");
        bool channelsLast = reader.Choice("layout", "NCHW", "NCHW", "NHWC") == "NHWC";
        ElementKind element = reader.Choice("element", "float32", "float32", "uint8") == "uint8" ? ElementKind.Pixel : ElementKind.Normalised;
        ChannelOrder channels = reader.Choice("channels", "BGR", "BGR", "RGB") == "RGB" ? ChannelOrder.Rgb : ChannelOrder.Bgr;
        ResizeMode resize = reader.Choice("resize", "letterbox", "letterbox", "letterbox-top-left", "stretch") switch
        {
            "stretch" => ResizeMode.Stretch,
            "letterbox-top-left" => ResizeMode.LetterboxTopLeft,
            _ => ResizeMode.Letterbox,
        };
        int fill = reader.WholeNumber("fill", 114, 0, 255);
        ImmutableArray<float> mean = Triple(reader, "mean", 0, -1000);
        ImmutableArray<float> deviation = Triple(reader, "deviation", 1, 0.001);
        bool plain = mean.All(value => value == 0) && deviation.All(value => value == 1);
        if (element == ElementKind.Pixel && !plain)
        {
            reader.Complain("element", "a uint8 input takes pixels as they are: leave out mean and deviation, or expect float32");
        }

        reader.Finish();
        return new NetworkInput(name, width, height, element, channels, resize, fill, mean, deviation, channelsLast);
    }

    private static int Side(SettingsReader reader, string key)
    {
        if (!reader.Has(key))
        {
            reader.Complain(key, "is missing: expected the network's input size in pixels");
        }

        return reader.WholeNumber(key, 32, 32, 4096);
    }

    private static ImmutableArray<float> Triple(SettingsReader reader, string key, float fallback, double minimum)
    {
        if (!reader.TryGet(key, out JsonElement value))
        {
            return [fallback, fallback, fallback];
        }

        double[] numbers = value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Number).Select(item => item.GetDouble())]
            : [];
        if (numbers.Length == 3 && value.GetArrayLength() == 3 && numbers.All(number => number >= minimum && number <= 1000))
        {
            return [.. numbers.Select(number => (float)number)];
        }

        reader.Complain(key, string.Create(CultureInfo.InvariantCulture, $"expected three numbers from {minimum} to 1000, in the order of the channels"));
        return [fallback, fallback, fallback];
    }
}
