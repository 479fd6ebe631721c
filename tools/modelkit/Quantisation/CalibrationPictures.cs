using SkiaSharp;
using Vigie.Core;
using Vigie.Modelkit.Recipes;

namespace Vigie.Modelkit.Quantisation;

/// <summary>The pictures of a folder as the float network wants them.</summary>
public sealed class CalibrationPictures
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    private readonly string[] _files;
    private readonly int _width;
    private readonly int _height;
    private readonly byte _fill;
    private readonly float[] _mean;
    private readonly float[] _deviation;

    private CalibrationPictures(string[] files, ModelFolder folder, Recipe recipe)
    {
        _files = files;
        _width = folder.Number("input", "width");
        _height = folder.Number("input", "height");
        _fill = (byte)folder.Number("input", "fill");
        _mean = recipe.Mean;
        _deviation = recipe.Deviation;
    }

    public int Count => _files.Length;

    public static CalibrationPictures Open(string path, ModelFolder folder)
    {
        if (!Directory.Exists(path))
            throw new Fault(FaultKind.Unavailable, path, "is no folder", "Name a folder of JPEG or PNG pictures.");
        string[] files = [.. Directory.EnumerateFiles(path).Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? new CalibrationPictures(files, folder, folder.ReadRecipe())
            : throw new Fault(FaultKind.Unavailable, path, "holds no JPEG or PNG picture", "Name a folder of pictures that look like what the network was trained on.");
    }

    public float[] Load(int index)
    {
        using SKBitmap picture = SKBitmap.Decode(_files[index]);
        float scale = Math.Min((float)_width / picture.Width, (float)_height / picture.Height);
        int w = (int)Math.Round(picture.Width * scale), h = (int)Math.Round(picture.Height * scale);
        using SKBitmap small = picture.Resize(new SKImageInfo(w, h, SKColorType.Bgra8888), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.None));
        float[] result = new float[3 * _width * _height];
        int left = (_width - w) / 2, top = (_height - h) / 2;
        ReadOnlySpan<byte> pixels = small.GetPixelSpan();
        for (int c = 0; c < 3; c++)
        {
            Array.Fill(result, (_fill - _mean[c]) / _deviation[c], c * _width * _height, _width * _height);
            for (int y = 0; y < h; y++)
                for (int x = 0; x < w; x++)
                    result[(((c * _height) + top + y) * _width) + left + x] = (pixels[(y * small.RowBytes) + (x * 4) + c] - _mean[c]) / _deviation[c];
        }

        return result;
    }
}
