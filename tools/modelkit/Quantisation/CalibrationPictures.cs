using Vigie.Core;
using Vigie.Modelkit.Recipes;
using Vigie.Vision.Models;
using Vigie.Vision.Preprocessing;
using Vigie.Vision.Snapshots;

namespace Vigie.Modelkit.Quantisation;

/// <summary>The pictures of a folder, brought to the float network by the preprocessing that the box uses.</summary>
public sealed class CalibrationPictures
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    private readonly string[] _files;
    private readonly NetworkInput _input;

    private CalibrationPictures(string[] files, NetworkInput input)
    {
        _files = files;
        _input = input;
    }

    public int Count => _files.Length;

    /// <summary>Lists the pictures of a folder, in the order of their names.</summary>
    /// <exception cref="Fault">There is no such folder, or no picture in it.</exception>
    public static CalibrationPictures Open(string folder, ModelFolder model)
    {
        if (!Directory.Exists(folder))
        {
            throw new Fault(FaultKind.Unavailable, folder, "is no folder", "Name a folder of JPEG or PNG pictures.");
        }

        Recipe recipe = model.ReadRecipe();
        NetworkInput input = model.Manifest.Input with
        {
            Element = ElementKind.Normalised,
            Mean = [.. recipe.Mean],
            Deviation = [.. recipe.Deviation],
        };
        return new CalibrationPictures(FilesOf(folder), input);
    }

    /// <summary>Paths of the pictures in a folder that is there, in the order of their names.</summary>
    /// <exception cref="Fault">There is none in it.</exception>
    internal static string[] FilesOf(string folder)
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0
            ? files
            : throw new Fault(FaultKind.Unavailable, folder, "holds no JPEG or PNG picture", "Name a folder of pictures that look like what the network was trained on.");
    }

    /// <summary>One picture, normalised, [1, channel, row, column].</summary>
    public float[] Load(int index)
    {
        using Frame frame = StillImage.Read(_files[index]);
        float[] tensor = new float[_input.Elements];
        new Letterbox(_input).Write(frame, tensor.AsSpan());
        return tensor;
    }
}
