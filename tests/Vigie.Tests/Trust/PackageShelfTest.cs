using Vigie.Trust.Packages;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Trust;

/// <summary>Packages on a box: put there whole, verified anew, the last good one kept.</summary>
public sealed class PackageShelfTest : IDisposable
{
    private readonly Town _town = new();

    private PackageShelf Shelf => new(_town.Folder, _town.Anchors);

    public void Dispose() => _town.Dispose();

    [Fact]
    public void What_is_put_there_verifies()
    {
        Assert.False(PackageShelf.Holds(_town.Folder, "tiny"));
        string hash = Put(1);
        Assert.True(PackageShelf.Holds(_town.Folder, "tiny"));
        Assert.Equal([hash], Shelf.Candidates("tiny"));
        Assert.True(Shelf.TryVerify("tiny", hash, out ModelPackage? package, out Refusal? refusal), refusal?.ToString());
        Assert.Equal(hash, package.Hash);
        Assert.Equal([1], File.ReadAllBytes(Path.Combine(Shelf.FolderOf("tiny", hash), "a.bin")));
        Assert.False(Shelf.IsGood("tiny", hash));
    }

    [Fact]
    public void Any_file_that_changed_on_disk_is_refused()
    {
        string hash = Put(1);
        foreach (string file in Directory.GetFiles(Shelf.FolderOf("tiny", hash)))
        {
            byte[] whole = File.ReadAllBytes(file);
            for (int at = 0; at < whole.Length; at++)
            {
                byte[] changed = [.. whole];
                changed[at] ^= 1;
                File.WriteAllBytes(file, changed);
                Assert.False(Shelf.TryVerify("tiny", hash, out _, out _), $"{file}, byte {at}");
            }

            File.WriteAllBytes(file, [.. whole, 0]);
            Assert.False(Shelf.TryVerify("tiny", hash, out _, out _), file);
            File.Delete(file);
            Assert.False(Shelf.TryVerify("tiny", hash, out _, out _), file);
            File.WriteAllBytes(file, whole);
        }

        Assert.True(Shelf.TryVerify("tiny", hash, out _, out _));
    }

    [Fact]
    public void A_package_under_another_name_is_refused()
    {
        string hash = Put(1), other = Put(2);
        Directory.Delete(Shelf.FolderOf("tiny", hash), recursive: true);
        Directory.Move(Shelf.FolderOf("tiny", other), Shelf.FolderOf("tiny", hash));
        Assert.False(Shelf.TryVerify("tiny", hash, out _, out Refusal? refusal));
        Assert.Equal(RefusalReason.OtherContent, refusal.Reason);
    }

    [Fact]
    public void The_last_good_ones_are_kept_and_all_others_go()
    {
        string[] hashes = [Put(1), Put(2), Put(3)];
        Assert.Equal([hashes[2]], Shelf.Candidates("tiny"));
        Shelf.Keep("tiny", hashes[2]);
        Assert.True(Shelf.IsGood("tiny", hashes[2]));
        Assert.False(Directory.Exists(Shelf.FolderOf("tiny", hashes[0])));
        string next = Put(4);
        Assert.Equal([next, hashes[2]], Shelf.Candidates("tiny"));
        Shelf.Keep("tiny", next);
        Assert.Equal([next, hashes[2]], Shelf.Candidates("tiny"));
        string last = Put(5);
        Shelf.Keep("tiny", last);
        Assert.Equal([last, next], Shelf.Candidates("tiny"));
        Assert.False(Directory.Exists(Shelf.FolderOf("tiny", hashes[2])));
    }

    [Fact]
    public void An_install_that_was_cut_off_changes_nothing_and_does_not_hinder_the_next()
    {
        string hash = Put(1);
        string half = Shelf.FolderOf("tiny", hash) + ".new";
        Directory.CreateDirectory(half);
        File.WriteAllText(Path.Combine(half, "a.bin"), "half");
        Assert.Equal([hash], Shelf.Candidates("tiny"));
        Assert.Equal(hash, Put(1));
        Assert.True(Shelf.TryVerify("tiny", hash, out _, out _));
        Assert.False(Directory.Exists(half));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../tiny")]
    [InlineData("/tmp")]
    public void A_name_that_is_none_leads_nowhere(string name) => Assert.False(PackageShelf.Holds(_town.Folder, name));

    [Fact]
    public void A_pointer_that_was_damaged_points_nowhere()
    {
        string hash = Put(1);
        Shelf.Keep("tiny", hash);
        File.WriteAllText(Path.Combine(_town.Folder, "models", "tiny", "wanted"), "../../../etc");
        Assert.Equal([hash], Shelf.Candidates("tiny"));
    }

    private string Put(byte content)
    {
        byte[] archive = PackageArchive.Pack(_town.Maker, "tiny", 1, 50, new Dictionary<string, byte[]> { ["a.bin"] = [content] });
        Assert.True(PackageArchive.TryOpen(archive, _town.Anchors, Town.Now, out OpenedPackage? opened, out Refusal? refusal), refusal?.ToString());
        Shelf.Put(opened);
        return opened.Package.Hash;
    }
}
