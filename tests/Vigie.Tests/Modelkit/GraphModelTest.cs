using Vigie.Core;
using Vigie.Modelkit.TensorFlowJs;

namespace Vigie.Tests.Modelkit;

/// <summary>TensorFlow.js files are read as written, and refused by file and place where they are damaged.</summary>
public sealed class GraphModelTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-graph-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Constants_are_read_as_floats_halves_and_integers()
    {
        SyntheticGraph graph = new();
        graph.Floats("floats", [2], [1.5f, -2.25f]);
        graph.Halves("halves", [1, 2], [0.5f, 65504f]);
        graph.Integers("integers", 7, -8);
        GraphModel model = GraphModel.Read(graph.Save(_folder));
        Assert.Equal([1.5f, -2.25f], model.Constant(model.Nodes["floats"]).RequireFloats());
        Assert.Equal([0.5f, 65504f], model.Constant(model.Nodes["halves"]).RequireFloats());
        Assert.Equal([7, -8], model.Constant(model.Nodes["integers"]).RequireIntegers());
        Assert.Equal([1, 2], model.Constant(model.Nodes["halves"]).Shape);
    }

    [Fact]
    public void A_constant_is_permuted()
    {
        ConstantTensor tensor = new("t", [2, 3], [1, 2, 3, 4, 5, 6], null);
        Assert.Equal([1, 4, 2, 5, 3, 6], tensor.Permute([1, 0]).RequireFloats());
        Assert.Equal([3, 2], tensor.Permute([1, 0]).Shape);
        Assert.Contains("constant t", Assert.Throws<Fault>(tensor.RequireIntegers).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "end at byte 11 where weight second needs bytes up to 12")]
    [InlineData(+1, "hold 13 bytes where graph.json needs 12")]
    public void Weights_of_another_length_are_refused(int more, string problem)
    {
        SyntheticGraph graph = new();
        graph.Floats("first", [1], [1]);
        graph.Floats("second", [2], [2, 3]);
        string file = graph.Save(_folder);
        string weights = Path.Combine(_folder, "graph.bin");
        File.WriteAllBytes(weights, [.. File.ReadAllBytes(weights).Append((byte)0).Take(12 + more)]);
        Fault fault = Assert.Throws<Fault>(() => GraphModel.Read(file));
        Assert.Equal((FaultKind.Corrupt, weights), (fault.Kind, fault.Subject));
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_weights_are_named()
    {
        SyntheticGraph graph = new();
        string file = graph.Save(_folder);
        File.Delete(Path.Combine(_folder, "graph.bin"));
        Fault fault = Assert.Throws<Fault>(() => GraphModel.Read(file));
        Assert.Equal((FaultKind.Unavailable, Path.Combine(_folder, "graph.bin")), (fault.Kind, fault.Subject));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "modelTopology": { "node": [ { "op": "Const" } ] }, "weightsManifest": [] }""")]
    [InlineData("""{ "format": "layers-model", "modelTopology": {} }""")]
    public void What_is_no_graph_model_is_refused(string json)
    {
        string file = Path.Combine(_folder, "graph.json");
        File.WriteAllText(file, json);
        Fault fault = Assert.Throws<Fault>(() => GraphModel.Read(file));
        Assert.Equal((FaultKind.Corrupt, file), (fault.Kind, fault.Subject));
    }

    [Fact]
    public void Weights_stored_otherwise_are_refused_by_name()
    {
        SyntheticGraph graph = new();
        graph.Floats("first", [1], [1]);
        string file = graph.Save(_folder);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"float32\"", "\"complex64\"", StringComparison.Ordinal));
        Fault fault = Assert.Throws<Fault>(() => GraphModel.Read(file));
        Assert.Contains("weight first is stored as complex64", fault.Message, StringComparison.Ordinal);
    }
}
