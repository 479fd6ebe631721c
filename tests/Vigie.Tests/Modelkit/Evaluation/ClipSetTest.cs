using Vigie.Core;
using Vigie.Modelkit.Evaluation;
using Vigie.Tests.Vision;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>The labelled frames of a clip, and only those.</summary>
public sealed class ClipSetTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-clipset-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_frames_that_rows_name_are_looked_at()
    {
        using ClipSet clip = ClipSet.Read(Pictures.Data("pets09-s2l1", "vtest.avi"), Truth("5,9,489,161,31,75,1,-1,-1,-1", "5,15,281,214,32,88,1,-1,-1,-1", "10,9,474,166,31,75,1,-1,-1,-1"));
        Assert.Equal([5, 10], clip.Set.Images.Select(image => image.Id));
        Assert.Equal(new TrueObject(10, "person", new PixelBox(474, 166, 31, 75)), clip.Set.Objects[2]);
        using Frame fifth = clip.Set.Images[0].Read(), tenth = clip.Set.Images[1].Read();
        Assert.Equal((768, 576), (fifth.Format.Width, fifth.Format.Height));
        Assert.False(fifth.Luma.SequenceEqual(tenth.Luma));
    }

    [Theory]
    [InlineData("5,9,489,161,31", "line 2 is no row")]
    [InlineData("0,9,489,161,31,75", "line 2 is no row")]
    [InlineData("5,9,a,161,31,75", "line 2 is no row")]
    [InlineData("5,9,489,161,-31,75", "line 2 is no row")]
    public void A_wrong_row_is_refused_with_its_line(string row, string problem)
    {
        string clip = Path.Combine(_folder, "clip.avi");
        File.WriteAllText(clip, "no clip");
        Fault fault = Assert.Throws<Fault>(() => ClipSet.Read(clip, Truth("5,9,489,161,31,75", row)));
        Assert.Equal(FaultKind.Config, fault.Kind);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_clip_is_refused()
    {
        string clip = Path.Combine(_folder, "clip.avi");
        Assert.Equal(FaultKind.Unavailable, Assert.Throws<Fault>(() => ClipSet.Read(clip, Truth("5,9,489,161,31,75"))).Kind);
        File.WriteAllText(clip, "no clip");
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<Fault>(() => ClipSet.Read(clip, Truth("5,9,489,161,31,75"))).Kind);
    }

    private string Truth(params string[] rows)
    {
        string file = Path.Combine(_folder, "gt.txt");
        File.WriteAllLines(file, rows);
        return file;
    }
}
