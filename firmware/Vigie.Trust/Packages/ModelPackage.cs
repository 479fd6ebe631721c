using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Packages;

/// <summary>What a maker signs of a model: each file of it, and what the network must answer to a drawn pattern.</summary>
public sealed partial record ModelPackage
{
    /// <summary>Name of the file with the golden answer.</summary>
    public const string GoldenFile = "golden.f16";

    /// <summary>The most files that a package has.</summary>
    public const int MostFiles = 64;

    /// <summary>The most bytes that a file of it, and all of them together, have.</summary>
    public const int MostBytes = 128 * 1024 * 1024;

    private const int Form = 1;
    private const int Fields = 5;

    /// <summary>The model's name, by which a configuration asks for it: lower-case letters, digits, hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>The number from which the golden pattern is drawn.</summary>
    public required long Seed { get; init; }

    /// <summary>How far an answer may be off, in thousandths of its own spread.</summary>
    public required int Tolerance { get; init; }

    /// <summary>The files, sorted by name.</summary>
    public required IReadOnlyList<PackagedFile> Files { get; init; }

    /// <summary>SHA-256 of the payload: the package's own name.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encode()));

    /// <summary>Whether a model may bear this name, which is that of its folder too.</summary>
    public static bool IsName(string name) => ModelName().IsMatch(name);

    /// <summary>Whether a file of a package may bear this name.</summary>
    public static bool IsFileName(string name) => FileName().IsMatch(name) && name != PackageArchive.ManifestFile;

    /// <summary>Reads it from a payload.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out ModelPackage? package, [NotNullWhen(false)] out Refusal? refusal) =>
        FieldReader.TryRead(payload, Fields, Read, value => value.Encode(), out package, out refusal);

    /// <summary>The payload in deterministic CBOR.</summary>
    public byte[] Encode() => FieldWriter.Write(Fields, writer => writer
        .Number(Form)
        .Text(Name)
        .Number(Seed)
        .Number(Tolerance)
        .List([.. Files.OrderBy(file => file.Name, StringComparer.Ordinal)], 3, (cbor, file) =>
        {
            cbor.WriteTextString(file.Name);
            cbor.WriteInt64(file.Length);
            cbor.WriteByteString(Convert.FromHexString(file.Hash));
        }));

    private static ModelPackage Read(FieldReader reader)
    {
        reader.Number("form", Form, Form);
        ModelPackage package = new()
        {
            Name = reader.Text("name", 64),
            Seed = reader.Number("seed", 0, 1L << 53),
            Tolerance = (int)reader.Number("tolerance", 1, 1000),
            Files = reader.List("files", 1, MostFiles, 3, item => new PackagedFile(
                item.ReadText("file's name", 64), item.ReadNumber("file's length", 0, MostBytes), item.ReadHash("file's hash"))),
        };
        return IsName(package.Name) && package.Files.All(file => IsFileName(file.Name))
            && package.Files.DistinctBy(file => file.Name).Count() == package.Files.Count && package.Files.Sum(file => file.Length) <= MostBytes
            ? package
            : throw new RefusedException(
                RefusalReason.BadField, "names a model or a file as none may be called, twice, or more than a package holds", "Have it packed again by modelkit.");
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}\\z")]
    private static partial Regex ModelName();

    // No slash, no leading dot: whatever it says, it stays in its folder.
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z")]
    private static partial Regex FileName();
}
