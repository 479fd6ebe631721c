using Vigie.Core;

namespace Vigie.Modelkit.Sources;

/// <summary>Where the needed files of packages are kept, so that a second build needs no network. Only verified bytes get in.</summary>
/// <param name="Root">Folder of the cache.</param>
public sealed record PackageCache(string Root)
{
    /// <summary>The user's own: $XDG_CACHE_HOME/vigie, else ~/.cache/vigie (XDG Base Directory Specification).</summary>
    public static PackageCache OfUser()
    {
        string? stated = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string caches = string.IsNullOrEmpty(stated)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
            : stated;
        return new PackageCache(Path.Combine(caches, "vigie"));
    }

    /// <summary>Where the files of a package are kept, under their paths inside it.</summary>
    public string FolderOf(PackageSource source) => Path.Combine(Root, "npm", source.Package, source.Version);

    /// <summary>An empty folder on the same disk; the caller deletes it.</summary>
    /// <exception cref="Fault">The cache cannot be written.</exception>
    public string MakeTemporaryFolder()
    {
        try
        {
            return Directory.CreateDirectory(Path.Combine(Root, $"fetch-{Guid.NewGuid():N}")).FullName;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, Root, "cannot be written", "Name another folder in XDG_CACHE_HOME.", cause);
        }
    }

    /// <summary>Whether all files of a package are there and whole. A damaged one is said and removed.</summary>
    public bool Holds(PackageSource source, Action<string> say)
    {
        foreach ((string file, string hash) in source.Files)
        {
            string path = Path.Combine(FolderOf(source), file);
            if (!File.Exists(path))
            {
                return false;
            }

            if (Digest.OfFile(path) != hash)
            {
                say($"{path} is damaged: fetching it again.");
                File.Delete(path);
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes files in after comparing each with its pinned hash.</summary>
    /// <exception cref="Fault">One is missing or differs; nothing is kept.</exception>
    public void Store(PackageSource source, string origin, IReadOnlyDictionary<string, byte[]> contents)
    {
        foreach ((string file, string hash) in source.Files)
        {
            if (!contents.TryGetValue(file, out byte[]? bytes))
            {
                throw new Fault(FaultKind.Corrupt, origin, $"holds no {file}", $"Use the tarball of {source.Reference} as published.");
            }

            if (Digest.Of(bytes) != hash)
            {
                throw new Fault(FaultKind.Corrupt, $"{origin}, {file}", $"has SHA-256 {Digest.Of(bytes)} where model.json pins {hash}",
                    $"Use the tarball of {source.Reference} as published.");
            }
        }

        foreach (string file in source.Files.Keys)
        {
            SafeFile.Write(Path.Combine(FolderOf(source), file), contents[file]);
        }
    }
}
