using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Mandates;

/// <summary>Where signed documents lie below the state directory, one file each, replaced whole; one process changes them at a time.</summary>
internal sealed class TrustFolder
{
    // A box has a handful; more is a fault, and reading them all must stay quick.
    private const int MostFiles = 256;

    private static readonly string[] Kinds = ["mandates", "profiles", "revocations"];

    private readonly string _folder;

    public TrustFolder(string stateDirectory)
    {
        _folder = Path.Combine(stateDirectory, "trust");
        foreach (string kind in Kinds)
        {
            PrivateFile.CreateFolder(Path.Combine(_folder, kind));
        }
    }

    public string SerialsPath => Path.Combine(_folder, "serials");

    public string ModelsPath => Path.Combine(_folder, "approved-models.cose");

    public string RefusedPath => Path.Combine(_folder, "refused");

    public string AnnouncedPath => Path.Combine(_folder, "announced");

    /// <summary>Keeps other processes out until disposed of.</summary>
    public FileStream Lock()
    {
        try
        {
            return new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new Fault(FaultKind.Unavailable, _folder, "is being changed by another program, or cannot be written", "Try again in a moment, as the service's user.", error);
        }
    }

    public string PathOf(string kind, string hash) => Path.Combine(_folder, kind, hash + ".cose");

    public byte[]? TryRead(string kind, string hash)
    {
        string path = PathOf(kind, hash);
        return File.Exists(path) ? PrivateFile.ReadWithin(path, DocumentType.MostBytes) ?? [] : null;
    }

    public void Write(string kind, string hash, ReadOnlySpan<byte> bytes)
    {
        string path = PathOf(kind, hash);
        if (!File.Exists(path) && Names(kind).Count >= MostFiles)
        {
            throw new Fault(FaultKind.Exhausted, Path.GetDirectoryName(path)!, $"holds {MostFiles} documents", "Install a newer version of an order instead of another order.");
        }

        PrivateFile.Replace(path, bytes);
    }

    public void Delete(string kind, string hash)
    {
        File.Delete(PathOf(kind, hash));
        PrivateFile.FlushFolder(Path.Combine(_folder, kind));
    }

    /// <summary>Hashes of the documents of a kind.</summary>
    public IReadOnlyList<string> Names(string kind) =>
        [.. Directory.EnumerateFiles(Path.Combine(_folder, kind), "*.cose").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];
}
