using System.Text;
using CsCheck;
using Vigie.Appliance.Configuration;
using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Tests.Appliance;

/// <summary>
/// Whatever a file holds, the reader answers with complaints or a fault, and takes no more memory than the file deserves. 20,000 changed files in CI, or as many as
/// <c>VIGIE_MUTANTS</c> says (a release asks for 1,000,000).
/// </summary>
public sealed class ConfigurationFuzzTests
{
    // A file of 2 kB: complaints with their texts, and JSON's own buffers.
    private const long MostAllocated = 2 * 1024 * 1024;

    private const string Right = """
        {
          // Comments are welcome.
          "site": "reims",
          "device": "box-17",
          "stateDirectory": "/var/lib/vigie",
          "videoLink": "https://video.example/{camera}?at={time}",
          "trust": { "anchors": "/etc/vigie/anchors.json", "time": "hub" },
          "telemetry": { "otlp": "http://127.0.0.1:4318" },
          "calendar": { "timeZone": "Europe/Paris" },
          "delivery": { "broker": "mqtt://127.0.0.1:1883", "encoding": "json", "outboxLimit": "64MB", "retry": "15s" },
          "cameras": [
            {
              "name": "place-drouet",
              "model": "street",
              "source": { "url": "rtsp://192.0.2.7/stream" },
              "motion": { "heartbeat": "1.5s" },
              "masks": [ { "polygon": [[0, 0], [0.2, 0], [0.2, 0.1]] } ],
              "lines": [ { "name": "gate", "from": [0, 0.5], "to": [1, 0.5] } ],
              "zones": [ { "name": "fountain", "polygon": [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]] } ],
              "rules": [ { "kind": "intrusion", "zone": "fountain", "dwell": "2s" } ]
            }
          ]
        }
        """;

    private static readonly byte[] Original = Encoding.UTF8.GetBytes(Right);

    // What such files are made of: a change that keeps it JSON comes further than a random byte.
    private static readonly byte[][] Pieces =
        [.. new[] { "{", "}", "[", "]", ",", ":", "\"", "0", "-1", "1e999", "null", "true", "\"\"", "\"\\u0000\"", "\"-5s\"", "1e-320", "{}", "[[]]", "//", "\\ud800", "\"name\":" }.Select(Encoding.UTF8.GetBytes)];

    private static readonly Gen<byte[]> Files = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 100_000], Gen.Int[0, 255]).Array[1, 5]
        .Select(changes => changes.Aggregate(Original, Change));

    [Fact]
    public void The_original_is_right()
    {
        Complaints complaints = new("box.json");
        ConfigurationReader.Read("box.json", Original, complaints);
        Assert.Empty(complaints.All);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00x\"")]
    public void A_text_that_is_none_is_told_with_its_line(string text)
    {
        Fault fault = Assert.Throws<Fault>(() => ConfigurationReader.Read("box.json", Encoding.UTF8.GetBytes(Right.Replace("\"box-17\"", text, StringComparison.Ordinal)), new Complaints("box.json")));
        Assert.Equal("box.json, line 4", fault.Subject);
        Assert.Contains("no character of Unicode", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_changed_file_is_answered()
    {
        Dictionary<string, int> answers = [];
        Files.Sample(iter: FuzzRounds.Count, threads: 1, assert: file =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            string answer = Answer(file);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
            answers[answer] = answers.GetValueOrDefault(answer) + 1;
        });
        // Else most never came as far as the reader.
        Assert.True(answers.GetValueOrDefault("complaints") > FuzzRounds.Count / 20, string.Join(", ", answers));
    }

    [Fact]
    public void A_byte_that_is_no_text_is_told_with_its_line_in_a_comment_too()
    {
        byte[] file = [.. Original];
        file[Right.IndexOf("welcome", StringComparison.Ordinal)] = 0x9A;
        Assert.Equal("box.json, line 2", Assert.Throws<Fault>(() => ConfigurationReader.Read("box.json", file, new Complaints("box.json"))).Subject);
    }

    private static string Answer(byte[] file)
    {
        Complaints complaints = new("box.json");
        try
        {
            ConfigurationReader.Read("box.json", file, complaints);
        }
        catch (Fault fault) when (fault.Kind == FaultKind.Config)
        {
            return "fault";
        }

        Assert.All(complaints.All, complaint => Assert.StartsWith("$", complaint.Path, StringComparison.Ordinal));
        return complaints.All.Count == 0 ? "right" : "complaints";
    }

    private static byte[] Change(byte[] bytes, (int Way, int At, int Value) change)
    {
        int at = bytes.Length == 0 ? 0 : change.At % bytes.Length;
        return change.Way switch
        {
            0 when bytes.Length > 0 => [.. bytes[..at], (byte)change.Value, .. bytes[(at + 1)..]],
            1 when bytes.Length > 0 => [.. bytes[..at], .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], .. Pieces[change.Value % Pieces.Length], .. bytes[at..]],
            3 => Replaced(bytes, at, Pieces[change.Value % Pieces.Length]),
            _ => [.. bytes[..at], (byte)change.Value, .. bytes[at..]],
        };
    }

    // A whole value gives way to another.
    private static byte[] Replaced(byte[] bytes, int at, byte[] piece)
    {
        int colon = bytes.AsSpan(at).IndexOf((byte)':');
        int end = colon < 0 ? -1 : bytes.AsSpan(at + colon).IndexOfAny((byte)',', (byte)'}', (byte)'\n');
        return end < 0 ? bytes : [.. bytes[..(at + colon + 1)], .. piece, .. bytes[(at + colon + end)..]];
    }
}
