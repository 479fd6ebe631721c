using Vigie.Core;
using Vigie.Modelkit.Recipes;
using Vigie.Trust.Packages;
using Vigie.Trust.Signatures;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Packing;

/// <summary>Puts a model's files and its golden answer into one signed file.</summary>
public static class Packer
{
    /// <summary>
    /// How far an answer may be off, in thousandths of its spread, where nothing else is asked. Measured on <c>street</c> in int8, against
    /// AVX-512 VNNI: a Cortex-A76 (emulated) is 13 off, ONNX Runtime without its optimisations 25; a processor without dot products
    /// (Haswell, emulated), whose 16-bit sums saturate on 8-bit weights, is 87 off.
    /// </summary>
    public const int Tolerance = 60;

    /// <summary>Packs model.json, labels, network, card with its plots, notices, and what the network answers on this machine.</summary>
    /// <param name="model">The model.</param>
    /// <param name="key">The maker's key.</param>
    /// <param name="seed">Of the golden pattern.</param>
    /// <param name="tolerance">Thousandths.</param>
    /// <exception cref="Fault">A file is missing, the network is not the one vouched for, or it cannot run.</exception>
    public static byte[] Pack(ModelFolder model, SigningKey key, long seed, int tolerance)
    {
        ModelManifest manifest = model.Manifest;
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal) { [Path.GetFileName(manifest.Network.Path)] = manifest.Network.ReadVerified(manifest.Obtain) };
        foreach (string file in (string[])[manifest.File, model.LabelsFile, Beside(model, "CARD.md", "Write it, with figures: modelkit evaluate."), Beside(model, "NOTICE", "Write down whose weights these are, and their licence."), .. Plots(model)])
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) != Path.GetFullPath(model.Path))
            {
                throw new Fault(FaultKind.Config, file, "does not lie in the model's folder", "Copy it there, and name it so in model.json.");
            }

            files[Path.GetFileName(file)] = Read(file);
        }

        files[ModelPackage.GoldenFile] = GoldenAnswer.Record(manifest, (ulong)seed);
        return PackageArchive.Pack(key, manifest.Name, seed, tolerance, files);
    }

    private static string Beside(ModelFolder model, string name, string remedy)
    {
        string file = Path.Combine(model.Path, name);
        return File.Exists(file) ? file : throw new Fault(FaultKind.Config, file, "is missing: no model leaves without it", remedy);
    }

    private static IEnumerable<string> Plots(ModelFolder model) => Directory.EnumerateFiles(model.Path, "accuracy-*.png").Order(StringComparer.Ordinal);

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, file, $"cannot be read: {cause.Message.TrimEnd('.')}", "Restore it.", cause);
        }
    }
}
