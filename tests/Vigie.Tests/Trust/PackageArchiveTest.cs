using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Vigie.Core;
using Vigie.Trust.Packages;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Trust;

/// <summary>A package opens whole, as its maker signed it, or not at all.</summary>
public sealed class PackageArchiveTest : IDisposable
{
    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["model.json"] = Encoding.UTF8.GetBytes("""{ "name": "tiny" }"""),
        ["tiny.onnx"] = [.. Enumerable.Range(0, 700).Select(index => (byte)(index * 7))],
        ["empty.txt"] = [],
    };

    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    [Fact]
    public void What_was_packed_comes_out()
    {
        Assert.True(PackageArchive.TryOpen(Pack(), _town.Anchors, Town.Now, out OpenedPackage? opened, out Refusal? refusal), refusal?.ToString());
        Assert.Equal(("tiny", 7, 50), (opened.Package.Name, opened.Package.Seed, opened.Package.Tolerance));
        Assert.Equal(["empty.txt", "model.json", "tiny.onnx"], opened.Package.Files.Select(file => file.Name));
        Assert.All(opened.Package.Files.Zip(opened.Contents), pair => Assert.Equal(Files[pair.First.Name], pair.Second.ToArray()));
    }

    [Fact]
    public void Any_changed_byte_is_refused()
    {
        byte[] archive = Pack();
        for (int at = 0; at < archive.Length; at++)
        {
            Changed(at, (byte)(1 << (at % 8)));
        }

        Gen.Select(Gen.Int[0, archive.Length - 1], Gen.Byte[1, 255]).Sample(Changed, iter: 1000, threads: 1);
        Assert.True(Opens(archive));

        void Changed(int at, byte change)
        {
            archive[at] ^= change;
            Assert.False(Opens(archive), $"byte {at} of {archive.Length} changed by {change}");
            archive[at] ^= change;
        }
    }

    [Fact]
    public void Any_cut_and_any_addition_is_refused()
    {
        byte[] archive = Pack();
        for (int length = 0; length < archive.Length; length += length < 1024 || archive.Length - length < 1100 ? 3 : 41)
        {
            Assert.False(Opens(archive.AsMemory(0, length)), $"cut to {length}");
        }

        Gen.Byte.Array[1, 2000].Sample(more => !Opens((byte[])[.. archive, .. more]), iter: 100);
        Gen.Select(Gen.Int[0, archive.Length], Gen.Byte.Array[1, 600]).Sample((at, more) => !Opens((byte[])[.. archive[..at], .. more, .. archive[at..]]), iter: 300);
    }

    [Fact]
    public void Noise_is_refused_without_a_crash() => Gen.Byte.Array[0, 3000].Sample(bytes => !Opens(bytes));

    // A package of today must open with the runtime of tomorrow: everything but the signed document has one form for ever. Python's tarfile
    // gives the same bytes.
    [Fact]
    public void Its_form_does_not_change()
    {
        byte[] archive = Pack();
        int length = Convert.ToInt32(Encoding.ASCII.GetString(archive.AsSpan(124, 11)), 8);
        archive.AsSpan(512, length).Clear();
        Assert.Equal("868fb9d73f99fa91d7f8b0c22252387de368be8b53ce7a27a7a68be008d84635", Convert.ToHexStringLower(SHA256.HashData(archive)));
    }

    [Fact]
    public void It_is_a_tar_archive_that_anybody_can_look_into()
    {
        using TarReader reader = new(new MemoryStream(Pack()));
        List<string> names = [];
        while (reader.GetNextEntry() is TarEntry entry)
        {
            names.Add(entry.Name);
            Assert.Equal(TarEntryType.RegularFile, entry.EntryType);
        }

        Assert.Equal([PackageArchive.ManifestFile, "empty.txt", "model.json", "tiny.onnx"], names);
    }

    [Fact]
    public void Only_a_maker_signs_it()
    {
        Assert.Equal(RefusalReason.WrongRole, RefusalOf(Pack(_town.Installer)).Reason);
        using SigningKey stranger = Town.Key();
        Assert.Equal(RefusalReason.UnknownKey, RefusalOf(Pack(stranger)).Reason);
        Assert.False(PackageArchive.TryOpen(Pack(), _town.Anchors, Town.Now.AddYears(5), out _, out Refusal? refusal));
        Assert.Equal(RefusalReason.KeyNotInDate, refusal.Reason);
    }

    [Fact]
    public void A_document_of_another_type_is_none()
    {
        byte[] signed = _town.Maker.Sign(DocumentType.ApprovedModels, TrustSamples.Package.Encode());
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, PackageArchive.ManifestFile) { DataStream = new MemoryStream(signed) });
        }

        Assert.Equal(RefusalReason.OtherType, RefusalOf(stream.ToArray()).Reason);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("package.cose")]
    [InlineData("line\nfeed")]
    public void A_file_that_could_leave_its_folder_is_neither_packed_nor_read(string name)
    {
        Fault fault = Assert.Throws<Fault>(() => PackageArchive.Pack(_town.Maker, "tiny", 1, 50, new Dictionary<string, byte[]> { [name] = [1] }));
        Assert.Equal(FaultKind.Config, fault.Kind);
        ModelPackage package = TrustSamples.Package with { Files = [new PackagedFile(name, 1, new string('3', 64))] };
        Assert.False(ModelPackage.TryDecode(package.Encode(), out _, out _));
    }

    [Fact]
    public void What_contradicts_itself_or_claims_too_much_is_not_read()
    {
        PackagedFile file = new("a", 1, new string('3', 64));
        foreach (ModelPackage package in (ModelPackage[])
        [
            TrustSamples.Package with { Files = [file, file] },
            TrustSamples.Package with { Files = [file with { Length = ModelPackage.MostBytes }, file with { Name = "b" }] },
            TrustSamples.Package with { Files = [] },
            TrustSamples.Package with { Files = [.. Enumerable.Range(0, 65).Select(number => file with { Name = $"f{number}" })] },
            TrustSamples.Package with { Name = "../street" },
            TrustSamples.Package with { Name = "Street" },
            TrustSamples.Package with { Tolerance = 0 },
            TrustSamples.Package with { Tolerance = 1001 },
        ])
        {
            Assert.False(ModelPackage.TryDecode(package.Encode(), out _, out _), package.ToString());
        }
    }

    // The list claims 100 MB that are not there: no memory is taken for them.
    [Fact]
    public void A_length_that_is_only_claimed_takes_no_memory()
    {
        ModelPackage package = TrustSamples.Package with { Files = [new PackagedFile("a", 100_000_000, new string('3', 64))] };
        byte[] signed = _town.Maker.Sign(DocumentType.ModelPackage, package.Encode());
        byte[] archive = [.. Pack().AsSpan(0, 124), .. Encoding.ASCII.GetBytes(Convert.ToString(signed.Length, 8).PadLeft(11, '0')), .. new byte[512 - 135], .. signed, .. new byte[2000]];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(RefusalReason.Malformed, RefusalOf(archive).Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private byte[] Pack(SigningKey? by = null) => PackageArchive.Pack(by ?? _town.Maker, "tiny", 7, 50, Files);

    private bool Opens(ReadOnlyMemory<byte> archive) => PackageArchive.TryOpen(archive, _town.Anchors, Town.Now, out _, out _);

    private Refusal RefusalOf(byte[] archive)
    {
        Assert.False(PackageArchive.TryOpen(archive, _town.Anchors, Town.Now, out _, out Refusal? refusal));
        return refusal;
    }
}
