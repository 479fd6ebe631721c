using System.Text;
using Vigie.Capture.Ffmpeg;

namespace Vigie.Tests.Capture;

public sealed class StandardErrorTailTest
{
    [Theory]
    [InlineData("rtsp://admin:secret@camera/stream: 401 Unauthorized", "rtsp://***@camera/stream: 401 Unauthorized")]
    [InlineData("rtsp://admin:p@ss/w@rd@camera/stream failed", "rtsp://***@camera/stream failed")]
    [InlineData("[rtsp @ 0x55d956c79ac0] method DESCRIBE failed", "method DESCRIBE failed")]
    [InlineData("file:/clips/a.mp4: Invalid data", "file:/clips/a.mp4: Invalid data")]
    [InlineData("mail someone@example.org", "mail someone@example.org")]
    public void Credentials_and_addresses_are_taken_out(string line, string expected) =>
        Assert.Equal(expected, StandardErrorTail.Clean(line));

    [Fact]
    public void The_first_and_the_last_lines_are_kept_however_many_come()
    {
        string all = string.Join('\n', Enumerable.Range(0, 100_000));

        IReadOnlyList<string> kept = Keep(all);

        Assert.Equal(Enumerable.Range(0, 16).Concat(Enumerable.Range(99_984, 16)).Select(i => $"{i}"), kept);
    }

    [Fact]
    public void What_a_library_says_of_itself_is_no_complaint_about_the_stream() =>
        Assert.Equal(["moov atom not found"], Keep("Warning: using insecure memory!\nmoov atom not found\n"));

    [Fact]
    public void An_endless_line_is_cut() => Assert.Equal(400, Assert.Single(Keep(new string('x', 10_000_000))).Length);

    private static IReadOnlyList<string> Keep(string text)
    {
        var tail = new StandardErrorTail(new StreamReader(new MemoryStream(Encoding.ASCII.GetBytes(text))), "test errors");
        tail.Join();
        return tail.Lines;
    }
}
