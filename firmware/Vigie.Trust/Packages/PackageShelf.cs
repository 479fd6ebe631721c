using System.Diagnostics.CodeAnalysis;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Packages;

/// <summary>
/// The packages of a box, in <c>stateDirectory/models/NAME/</c>: a folder a package, called by its hash, and three words: the package that is
/// <c>wanted</c>, the last that proved itself (<c>good</c>), and the one before (<c>previous</c>). Whatever is read is verified anew.
/// </summary>
/// <param name="stateDirectory">The box's state directory.</param>
/// <param name="anchors">Whom it trusts.</param>
public sealed class PackageShelf(string stateDirectory, TrustAnchors anchors)
{
    private const int MostModels = 32;
    private const string Wanted = "wanted", Good = "good", Previous = "previous";

    private readonly string _root = Path.Combine(stateDirectory, "models");

    /// <summary>Whether a package of this name was ever put here.</summary>
    public static bool Holds(string stateDirectory, string name) =>
        ModelPackage.IsName(name) && File.Exists(Path.Combine(stateDirectory, "models", name, Wanted));

    /// <summary>The hash of the package that a file lies in; null: in none of this box.</summary>
    public static string? PackageOf(string stateDirectory, string file)
    {
        string[] steps = Path.GetRelativePath(Path.Combine(stateDirectory, "models"), file).Split(Path.DirectorySeparatorChar);
        return steps is [not "..", string hash, _] ? hash : null;
    }

    /// <summary>Puts a verified package here, whole or not at all, and asks the box to try it at its next start or reload.</summary>
    /// <exception cref="Fault">It cannot be written.</exception>
    public void Put(OpenedPackage opened)
    {
        string name = opened.Package.Name, hash = opened.Package.Hash;
        string model = Path.Combine(_root, name), folder = FolderOf(name, hash), aside = folder + ".new";
        try
        {
            PrivateFile.CreateFolder(model);
            using FileStream held = Lock(model);
            if (!File.Exists(Path.Combine(model, Wanted)) && Directory.EnumerateDirectories(_root).Count() > MostModels)
            {
                throw new Fault(FaultKind.Exhausted, _root, $"holds {MostModels} models", "Remove those that no camera uses.");
            }

            Remove(aside);
            PrivateFile.CreateFolder(aside);
            foreach ((PackagedFile file, ReadOnlyMemory<byte> content) in opened.Package.Files.Zip(opened.Contents))
            {
                PrivateFile.Create(Path.Combine(aside, file.Name), content.Span);
            }

            PrivateFile.Create(Path.Combine(aside, PackageArchive.ManifestFile), opened.Document.Bytes.Span);
            Remove(folder);
            Directory.Move(aside, folder);
            PrivateFile.FlushFolder(model);
            Write(model, Wanted, hash);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, model, $"cannot be written: {error.Message.TrimEnd('.')}", "Make room, and run this as the service's user.", error);
        }
    }

    /// <summary>Hashes of a model's packages in the order in which they are to be tried: wanted, good, previous.</summary>
    public IReadOnlyList<string> Candidates(string name) =>
        [.. new[] { Wanted, Good, Previous }.Select(word => Read(name, word)).OfType<string>().Distinct()];

    /// <summary>Verifies a package on the shelf: its signature, and each of its files as it lies there now.</summary>
    /// <param name="name">The model.</param>
    /// <param name="hash">The package.</param>
    /// <param name="package">What was signed.</param>
    /// <param name="refusal">Why it must not be used.</param>
    public bool TryVerify(string name, string hash, [NotNullWhen(true)] out ModelPackage? package, [NotNullWhen(false)] out Refusal? refusal)
    {
        string folder = FolderOf(name, hash);
        package = null;
        try
        {
            byte[] document = PrivateFile.ReadWithin(Path.Combine(folder, PackageArchive.ManifestFile), DocumentType.MostBytes) ?? [];
            if (!PackageArchive.TryVerify(document, anchors, at: null, out package, out _, out refusal))
            {
                return false;
            }

            refusal = package.Name == name && package.Hash == hash
                ? package.Files.Select(file => ProblemOf(folder, file)).FirstOrDefault(problem => problem is not null)
                : new(RefusalReason.OtherContent, "is another package than its folder is called", "Install it again.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            refusal = new(RefusalReason.Malformed, $"cannot be read: {error.Message.TrimEnd('.')}", "Install it again.");
        }

        package = refusal is null ? package : null;
        return refusal is null;
    }

    /// <summary>Keeps a package that proved itself as the last good one, and the one before it; all others go.</summary>
    public void Keep(string name, string hash)
    {
        string model = Path.Combine(_root, name);
        using FileStream held = Lock(model);
        if (Read(name, Good) is string before && before != hash)
        {
            Write(model, Previous, before);
        }

        Write(model, Good, hash);
        IReadOnlyList<string> used = Candidates(name);
        foreach (string folder in Directory.EnumerateDirectories(model).Where(folder => !used.Contains(Path.GetFileName(folder))))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Takes a wanted package away that did not prove itself: the last good one is wanted again, or none.</summary>
    public void Withdraw(string name, string hash)
    {
        string model = Path.Combine(_root, name);
        using FileStream held = Lock(model);
        if (Read(name, Wanted) != hash)
        {
            return;
        }

        if (Read(name, Good) is string good)
        {
            Write(model, Wanted, good);
        }
        else
        {
            File.Delete(Path.Combine(model, Wanted));
        }

        if (!Candidates(name).Contains(hash))
        {
            Remove(FolderOf(name, hash));
        }
    }

    /// <summary>Whether a package is the last that proved itself.</summary>
    public bool IsGood(string name, string hash) => Read(name, Good) == hash;

    /// <summary>Folder of a package.</summary>
    public string FolderOf(string name, string hash) => Path.Combine(_root, name, hash);

    private static Refusal? ProblemOf(string folder, PackagedFile file)
    {
        string path = Path.Combine(folder, file.Name);
        return new FileInfo(path).Length == file.Length
            ? PackageArchive.ProblemOf(file, File.ReadAllBytes(path))
            : new(RefusalReason.OtherContent, $"holds another {file.Name} than was signed", "Install it again.");
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FileStream Lock(string model)
    {
        try
        {
            return PrivateFile.Open(Path.Combine(model, "lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException error) when (PrivateFile.IsLocked(error))
        {
            throw new Fault(FaultKind.Unavailable, model, "is being changed by another program", "Try again in a moment.", error);
        }
    }

    private static void Write(string model, string word, string hash) =>
        PrivateFile.Replace(Path.Combine(model, word), System.Text.Encoding.ASCII.GetBytes(hash));

    private string? Read(string name, string word)
    {
        string path = Path.Combine(_root, name, word);
        string? hash = File.Exists(path) ? System.Text.Encoding.ASCII.GetString(PrivateFile.ReadWithin(path, 64) ?? []) : null;
        return hash is { Length: 64 } && hash.All(char.IsAsciiHexDigitLower) ? hash : null;
    }
}
