using System.Buffers.Binary;
using Vigie.Core;
using Vigie.Vision.Models;

namespace Vigie.Tests.Vision;

/// <summary>A network that answers otherwise than where it was packed is found; rounding is not.</summary>
public sealed class GoldenAnswerTest : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_network_agrees_with_itself()
    {
        WriteRows(1);
        byte[] golden = GoldenAnswer.Record(_folder.Manifest, 1);
        Assert.Equal(2 * ModelFolder.Rows().Length, golden.Length);
        Assert.Null(ProblemOf(golden, 0.001));
    }

    [Fact]
    public void A_little_off_is_tolerated_and_more_is_not()
    {
        WriteRows(1);
        byte[] golden = GoldenAnswer.Record(_folder.Manifest, 1);
        WriteRows(1.04f);
        Assert.Null(ProblemOf(golden, 0.1));
        string? problem = ProblemOf(golden, 0.03);
        Assert.NotNull(problem);
        Assert.Contains("output rows is", problem, StringComparison.Ordinal);
        Assert.Contains("% off, 3.0 % at most", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void One_wrong_number_among_many_right_ones_is_found()
    {
        WriteRows(1);
        byte[] golden = GoldenAnswer.Record(_folder.Manifest, 1);
        BinaryPrimitives.WriteHalfLittleEndian(golden, (Half)300);
        Assert.NotNull(ProblemOf(golden, 0.06));
    }

    [Fact]
    public void Another_number_of_answers_is_a_problem()
    {
        WriteRows(1);
        byte[] golden = GoldenAnswer.Record(_folder.Manifest, 1);
        Assert.Contains("numbers where the network gives", ProblemOf(golden[2..], 1), StringComparison.Ordinal);
        Assert.NotNull(ProblemOf([], 1));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e6f)]
    public void What_is_no_number_is_neither_recorded_nor_accepted(float value)
    {
        WriteRows(1);
        byte[] golden = GoldenAnswer.Record(_folder.Manifest, 1);
        WriteRows(value);
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<Fault>(() => GoldenAnswer.Record(_folder.Manifest, 1)).Kind);
        Assert.NotNull(ProblemOf(golden, 1));
    }

    private string? ProblemOf(byte[] golden, double tolerance) => GoldenAnswer.ProblemOf(_folder.Manifest, new PackedAnswer(1, golden, tolerance));

    // A wave, each number times a factor.
    private void WriteRows(float factor)
    {
        float[] rows = [.. ModelFolder.Rows().Select((_, index) => factor * MathF.Sin(index))];
        _folder.WriteNetwork(new TinyNetwork("image", [1, 3, ModelFolder.Height, ModelFolder.Width]).Output("rows", ModelFolder.RowsShape, rows).ToBytes());
        _folder.WriteManifest();
    }
}
