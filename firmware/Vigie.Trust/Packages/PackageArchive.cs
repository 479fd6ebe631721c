using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.Security.Cryptography;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Packages;

/// <summary>
/// A <c>.vmodel</c> file: a tar archive (POSIX.1-1988, ustar) of the signed <c>package.cose</c> and the files that it lists, in that order and
/// in one form. It is not unpacked by what its headers claim: where each file lies follows from the signed list alone, and the
/// archive that this list makes must be the very bytes that came. So no path leads elsewhere, nothing is there twice or besides, nothing
/// is larger than signed, and any changed byte is refused.
/// </summary>
public static class PackageArchive
{
    /// <summary>Name of the signed document in archive and folder.</summary>
    public const string ManifestFile = "package.cose";

    /// <summary>The most bytes that an archive has.</summary>
    public const long MostBytes = ModelPackage.MostBytes + 1024 * 1024;

    private const int Block = 512;

    // Header fields of POSIX.1-1988: size is 11 octal digits.
    private const int SizeAt = 124, SizeDigits = 11;

    private static readonly UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Signs files as a package.</summary>
    /// <param name="key">The maker's key.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="seed">Of the golden pattern.</param>
    /// <param name="tolerance">Of the golden answer, thousandths.</param>
    /// <param name="files">Names and contents.</param>
    /// <exception cref="Fault"><see cref="FaultKind.Config"/>: no package may be so.</exception>
    public static byte[] Pack(SigningKey key, string name, long seed, int tolerance, IReadOnlyDictionary<string, byte[]> files)
    {
        KeyValuePair<string, byte[]>[] sorted = [.. files.OrderBy(file => file.Key, StringComparer.Ordinal)];
        ModelPackage package = new()
        {
            Name = name,
            Seed = seed,
            Tolerance = tolerance,
            Files = [.. sorted.Select(file => new PackagedFile(file.Key, file.Value.Length, HashOf(file.Value)))],
        };
        byte[] payload = package.Encode();
        return ModelPackage.TryDecode(payload, out _, out Refusal? refusal)
            ? Write(key.Sign(DocumentType.ModelPackage, payload), package, [.. sorted.Select(file => (ReadOnlyMemory<byte>)file.Value)])
            : throw new Fault(FaultKind.Config, $"package {name}", refusal.Problem, "Name model and files with lower-case letters, digits and hyphens.");
    }

    /// <summary>Reads an archive's file; one that is larger than any is refused by its length.</summary>
    /// <exception cref="Fault">It is too large, or cannot be read.</exception>
    public static byte[] Read(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            if (stream.Length > MostBytes)
            {
                throw new Fault(FaultKind.Corrupt, file, $"has more than {MostBytes} bytes, as no package has", "Look for the right file.");
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, file, $"cannot be read: {error.Message.TrimEnd('.')}", "Give a package that is there, as a user who may read it.", error);
        }
    }

    /// <summary>Reads and verifies an archive's file.</summary>
    /// <exception cref="Fault">It is too large, cannot be read, or is refused.</exception>
    public static OpenedPackage Open(string file, TrustAnchors anchors, DateTimeOffset? at) =>
        TryOpen(Read(file), anchors, at, out OpenedPackage? opened, out Refusal? refusal) ? opened : throw refusal.ToFault(file);

    /// <summary>Verifies an archive, in this order: size, signature, each file's hash, and that nothing else is in it.</summary>
    /// <param name="bytes">The archive.</param>
    /// <param name="anchors">Who may sign it: keys with the role maker.</param>
    /// <param name="at">When; null leaves the key's dates out.</param>
    /// <param name="opened">The package.</param>
    /// <param name="refusal">Why not.</param>
    public static bool TryOpen(
        ReadOnlyMemory<byte> bytes, TrustAnchors anchors, DateTimeOffset? at, [NotNullWhen(true)] out OpenedPackage? opened, [NotNullWhen(false)] out Refusal? refusal)
    {
        opened = null;
        if (!TryFindDocument(bytes, out ReadOnlyMemory<byte> document, out refusal)
            || !TryVerify(document, anchors, at, out ModelPackage? package, out SignedDocument? signed, out refusal))
        {
            return false;
        }

        List<ReadOnlyMemory<byte>> contents = [];
        long offset = Block + Padded(document.Length);
        foreach (PackagedFile file in package.Files)
        {
            offset += Block;
            if (offset + file.Length > bytes.Length)
            {
                refusal = new(RefusalReason.Malformed, $"is cut short within {file.Name}", "Copy the file again.");
                return false;
            }

            contents.Add(bytes.Slice((int)offset, (int)file.Length));
            refusal = ProblemOf(file, contents[^1].Span);
            if (refusal is not null)
            {
                return false;
            }

            offset += Padded(file.Length);
        }

        if (!Write(document.ToArray(), package, contents).AsSpan().SequenceEqual(bytes.Span))
        {
            refusal = new(RefusalReason.NotCanonical, "holds the right files, and something else besides or in another form", "Copy the file again, or ask the maker for it.");
            return false;
        }

        opened = new OpenedPackage(package, signed, contents);
        return true;
    }

    /// <summary>Verifies a package's document alone.</summary>
    internal static bool TryVerify(
        ReadOnlyMemory<byte> document,
        TrustAnchors anchors,
        DateTimeOffset? at,
        [NotNullWhen(true)] out ModelPackage? package,
        [NotNullWhen(true)] out SignedDocument? signed,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        package = null;
        return anchors.TryVerify(document, DocumentType.ModelPackage, at, out signed, out refusal) && ModelPackage.TryDecode(signed.Payload, out package, out refusal);
    }

    /// <summary>What is wrong with a file's content.</summary>
    internal static Refusal? ProblemOf(PackagedFile file, ReadOnlySpan<byte> content) => HashOf(content) == file.Hash
        ? null
        : new(RefusalReason.OtherContent, $"holds another {file.Name} than was signed", "Copy the file again, or ask the maker for it.");

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static bool TryFindDocument(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> document, [NotNullWhen(false)] out Refusal? refusal)
    {
        document = default;
        if (bytes.Length > MostBytes)
        {
            refusal = new(RefusalReason.TooLarge, $"has {bytes.Length} bytes, {MostBytes} at most", "This is no package: look for the right file.");
            return false;
        }

        long length = -1;
        if (bytes.Length >= Block)
        {
            length = 0;
            foreach (byte digit in bytes.Span.Slice(SizeAt, SizeDigits))
            {
                length = digit is >= (byte)'0' and <= (byte)'7' && length >= 0 && length <= DocumentType.MostBytes ? 8 * length + (digit - '0') : -1;
            }
        }

        bool found = length is >= 0 and <= DocumentType.MostBytes && Block + length <= bytes.Length;
        document = found ? bytes.Slice(Block, (int)length) : default;
        refusal = found ? null : new(RefusalReason.Malformed, "is no model package", "Give a .vmodel file, as modelkit pack writes it.");
        return found;
    }

    private static long Padded(long length) => (length + Block - 1) / Block * Block;

    private static byte[] Write(byte[] document, ModelPackage package, IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        using MemoryStream archive = new();
        using (TarWriter writer = new(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            WriteEntry(writer, ManifestFile, document);
            foreach ((PackagedFile file, ReadOnlyMemory<byte> content) in package.Files.Zip(contents))
            {
                WriteEntry(writer, file.Name, content);
            }
        }

        return archive.ToArray();
    }

    private static void WriteEntry(TarWriter writer, string name, ReadOnlyMemory<byte> content)
    {
        using MemoryStream data = new(content.ToArray(), writable: false);
        writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { ModificationTime = DateTimeOffset.UnixEpoch, Mode = Mode, DataStream = data });
    }
}
