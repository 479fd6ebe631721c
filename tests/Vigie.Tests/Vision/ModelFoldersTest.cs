using Vigie.Core;
using Vigie.Vision.Models;

namespace Vigie.Tests.Vision;

public sealed class ModelFoldersTest : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("vigie-models-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_name_is_found_under_the_root_and_a_folder_where_it_is()
    {
        string street = Model(_root, "street");
        ModelFolders folders = new(_root);
        Assert.Equal(street, folders.Find("street"));
        Assert.Equal(street, new ModelFolders("/nowhere").Find(street));
    }

    [Fact]
    public void An_unknown_name_is_told_with_those_that_exist()
    {
        Model(_root, "street");
        Model(_root, "night");
        Directory.CreateDirectory(Path.Combine(_root, "empty"));
        Fault fault = Assert.Throws<Fault>(() => new ModelFolders(_root).Find("stret"));
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Equal("model stret", fault.Subject);
        Assert.Contains("one of night, street", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void No_models_at_all_is_told_with_the_variable()
    {
        Fault fault = Assert.Throws<Fault>(() => new ModelFolders(Path.Combine(_root, "none")).Find("street"));
        Assert.Contains(ModelFolders.Variable, fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_manifest_is_told_as_a_folder()
    {
        Fault fault = Assert.Throws<Fault>(() => new ModelFolders(_root).Find("/tmp/x/street"));
        Assert.Equal("this folder does not hold a model.json", fault.Problem);
    }

    [Fact]
    public void The_variable_goes_before_the_executable_and_that_before_the_checkout()
    {
        string executable = Path.Combine(_root, "tools", "bin");
        Directory.CreateDirectory(executable);
        File.WriteAllText(Path.Combine(_root, "Edge.sln"), "");
        Assert.Equal(Path.Combine(_root, "models"), ModelFolders.Of(null, executable).Root);
        Directory.CreateDirectory(Path.Combine(executable, "models"));
        Assert.Equal(Path.Combine(executable, "models"), ModelFolders.Of("", executable).Root);
        Assert.Equal("/elsewhere", ModelFolders.Of("/elsewhere", executable).Root);
    }

    private static string Model(string root, string name)
    {
        string folder = Path.Combine(root, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ModelManifest.FileName), "{}");
        return folder;
    }
}
