using Vigie.Appliance.Models;
using Vigie.Core;
using Vigie.Tests.Trust;
using Vigie.Trust.Packages;
using Vigie.Trust.Signatures;
using Vigie.Vision.Models;
using Vigie.Vision.Providers;
using ModelFolder = Vigie.Tests.Vision.ModelFolder;

namespace Vigie.Tests.Appliance;

/// <summary>What runs of the packages on a box: the wanted one where it proves itself, the last good one where it does not.</summary>
public sealed class InstalledModelsTest : IDisposable
{
    private readonly Town _town = new();
    private readonly ModelFolder _model = new();
    private readonly List<string> _said = [];

    public void Dispose()
    {
        _model.Dispose();
        _town.Dispose();
    }

    [Fact]
    public void A_package_that_proves_itself_runs_and_is_kept()
    {
        string hash = Put();
        string? folder = Open().Find("tiny");
        Assert.NotNull(folder);
        Assert.Equal(_model.Manifest.Network.Sha256, ModelManifest.Read(folder).Network.Sha256);
        Assert.True(Shelf.IsGood("tiny", hash));
        Assert.Empty(_said);
    }

    [Fact]
    public void Who_only_asks_changes_nothing()
    {
        string hash = Put();
        Assert.NotNull(new InstalledModels(_town.Folder, _town.Anchors, keeps: false, Say).Find("tiny"));
        Assert.False(Shelf.IsGood("tiny", hash));
    }

    [Fact]
    public void One_that_computes_otherwise_here_is_not_used_and_the_last_good_one_goes_on()
    {
        string good = Put();
        Assert.NotNull(Open().Find("tiny"));
        byte[] golden = GoldenAnswer.Record(_model.Manifest, 1);
        golden[0] ^= 0xFF;
        golden[1] ^= 0x7F;
        string bad = Put(golden);
        Assert.Equal(Shelf.FolderOf("tiny", good), Open().Find("tiny"));
        Assert.Equal(Shelf.FolderOf("tiny", good), Open().Find("tiny"));
        string said = _said[0];
        Assert.StartsWith($"model tiny: package {bad[..12]}… is not used: it does not compute here what it did where it was packed", said, StringComparison.Ordinal);
        Assert.EndsWith($"The last good one runs, {good[..12]}….", said, StringComparison.Ordinal);
        Assert.True(Shelf.IsGood("tiny", good));
    }

    [Fact]
    public void Tried_in_a_child_process_a_package_proves_itself_or_does_not_as_it_does_here()
    {
        AcceleratorProbe probe = new(Path.Combine(AppContext.BaseDirectory, "vigie"));
        InstalledModels InChildren() => new(_town.Folder, _town.Anchors, keeps: true, Say, probe);
        string good = Put();
        Assert.Equal(Shelf.FolderOf("tiny", good), InChildren().Find("tiny"));
        Assert.Empty(_said);
        byte[] golden = GoldenAnswer.Record(_model.Manifest, 1);
        golden[1] ^= 0x7F;
        string bad = Put(golden);
        Assert.Equal(Shelf.FolderOf("tiny", good), InChildren().Find("tiny"));
        Assert.StartsWith($"model tiny: package {bad[..12]}… is not used: it does not compute here", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_was_damaged_on_disk_gives_way_to_the_one_before()
    {
        string first = Put();
        Assert.NotNull(Open().Find("tiny"));
        string second = Put(summary: "another");
        Assert.NotNull(Open().Find("tiny"));
        Assert.True(Shelf.IsGood("tiny", second));
        string network = Path.Combine(Shelf.FolderOf("tiny", second), "tiny.onnx");
        byte[] bytes = File.ReadAllBytes(network);
        bytes[^1] ^= 1;
        File.WriteAllBytes(network, bytes);
        Assert.Equal(Shelf.FolderOf("tiny", first), Open().Find("tiny"));
        Assert.Contains("holds another tiny.onnx than was signed", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void With_none_left_it_is_said_why()
    {
        string hash = Put();
        File.Delete(Path.Combine(Shelf.FolderOf("tiny", hash), "model.json"));
        Fault fault = Assert.Throws<Fault>(() => Open().Find("tiny"));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("no package of it can be used here", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_box_that_trusts_nobody_runs_no_package()
    {
        Put();
        Fault fault = Assert.Throws<Fault>(() => new InstalledModels(_town.Folder, null, keeps: true, Say).Find("tiny"));
        Assert.Equal(FaultKind.Denied, fault.Kind);
    }

    [Fact]
    public void A_package_whose_manifest_leads_out_of_it_is_not_used()
    {
        _model.WriteManifest(manifest => manifest["network"]!["file"] = _model.NetworkFile);
        Put();
        Assert.Contains("its network lies outside of it", Assert.Throws<Fault>(() => Open().Find("tiny")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_names_a_package_like_any_model()
    {
        string hash = Put();
        ModelFolders folders = new ModelFolders(Path.GetDirectoryName(_model.Path)!).With(Open().Find);
        Assert.Equal(Shelf.FolderOf("tiny", hash), Path.GetDirectoryName(folders.Read("tiny").File));
        Assert.Equal(_model.Path, folders.Find(_model.Path));
        Assert.Throws<Fault>(() => folders.Find("absent"));
        Assert.Null(Open().Find("street"));
    }

    private PackageShelf Shelf => new(_town.Folder, _town.Anchors);

    private void Say(ModelRefusal refusal) => _said.Add(refusal.Sentence);

    private InstalledModels Open() => new(_town.Folder, _town.Anchors, keeps: true, Say);

    private string Put(byte[]? golden = null, string summary = "tiny")
    {
        if (summary != "tiny")
        {
            _model.WriteManifest(manifest => manifest["summary"] = summary);
        }

        Dictionary<string, byte[]> files = Directory.GetFiles(_model.Path).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        files[ModelPackage.GoldenFile] = golden ?? GoldenAnswer.Record(_model.Manifest, 1);
        byte[] archive = PackageArchive.Pack(_town.Maker, "tiny", 1, 50, files);
        Assert.True(PackageArchive.TryOpen(archive, _town.Anchors, Town.Now, out OpenedPackage? opened, out Refusal? refusal), refusal?.ToString());
        Shelf.Put(opened);
        return opened.Package.Hash;
    }
}
