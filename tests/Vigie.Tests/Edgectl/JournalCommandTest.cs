using System.Text.Json;
using Vigie.Tests.Trust.Journal;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;
using Vigie.Trust.Switch;

namespace Vigie.Tests.Edgectl;

/// <summary><c>edgectl journal</c> as a clerk types it: words, JSON, exit codes.</summary>
public sealed class JournalCommandTest : IDisposable
{
    private readonly JournalBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Verify_says_in_words_and_by_its_exit_code()
    {
        List<JournalHead> heads = await _bench.WriteAsync(5);
        string key = Write("box.pub", _bench.Key.Public.ToPem());
        string town = Write("town.txt", string.Join('\n', heads.Take(3).Select(head => head.ToLine()).Prepend("# Reims")));
        string hub = Write("hub.jsonl", string.Join('\n', heads.Select(head => $$"""{"head":"{{head.ToLine().Split(' ')[^1]}}"}""")));
        string[] verify = ["journal", "verify", _bench.Folder, "--key", key, "--witness", hub, "--witness", town];
        Assert.StartsWith($"INTACT up to record {heads[^1].Record.Number}", (await RunAsync(0, verify))[0], StringComparison.Ordinal);

        byte[] bytes = File.ReadAllBytes(_bench.LastFile);
        File.WriteAllBytes(_bench.LastFile, bytes[..JournalBench.Items(_bench.LastFile)[^2].Offset]);
        Assert.StartsWith("NOT INTACT: truncated", (await RunAsync(5, verify))[0], StringComparison.Ordinal);
        using var verdict = JsonDocument.Parse((await RunAsync(5, [.. verify, "--json"]))[0]);
        Assert.Equal("truncated", verdict.RootElement.GetProperty("outcome").GetString());
        Assert.Contains("cannot be read", (await RunAsync(3, "journal", "verify", _bench.Folder, "--key", key, "--witness", "/nowhere"))[^1], StringComparison.Ordinal);
        Assert.Contains("never a private one", (await RunAsync(5, "journal", "verify", _bench.Folder, "--key", Path.Combine(_bench.Root, "box.pem")))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_prints_the_line_that_show_s_last_record_has()
    {
        List<JournalHead> heads = await _bench.WriteAsync(2);
        string key = Write("box.pub", _bench.Key.Public.ToPem());
        Assert.Equal(heads[^1].ToLine(), Assert.Single(await RunAsync(0, "journal", "head", _bench.Folder, "--key", key)));
        using var last = JsonDocument.Parse(Assert.Single(await RunAsync(0, "journal", "show", _bench.Folder, "--json", "--last", "1")));
        Assert.Equal("command-accepted", last.RootElement.GetProperty("kind").GetString());
        Assert.Equal("look 1", last.RootElement.GetProperty("detail").GetProperty("command").GetString());
        Assert.Equal(4, (await RunAsync(0, "journal", "show", _bench.Folder)).Count);
    }

    [Fact]
    public async Task A_lift_of_the_kill_switch_is_signed_for_one_box_and_one_press()
    {
        string output = Path.Combine(_bench.Root, "lift.cose");
        string press = new('a', 32);
        await RunAsync(0, "switch", "lift", "--key", Path.Combine(_bench.Root, "box.pem"), "--box", "reims/box-17", "--press", press, "--reason", "repaired", "-o", output);
        Assert.True(SignedDocument.TryOpen(File.ReadAllBytes(output), SwitchLift.DocumentType, _bench.Key.Public, out SignedDocument? document, out _));
        Assert.True(SwitchLift.TryDecode(document.Payload, out SwitchLift? lift));
        Assert.Equal(new SwitchLift("reims/box-17", press, "repaired"), lift);
        await RunAsync(2, "switch", "lift", "--key", Path.Combine(_bench.Root, "box.pem"), "--box", "reims/box-17", "--press", "7", "--reason", "x", "-o", output + "2");
    }

    private static async Task<IReadOnlyList<string>> RunAsync(int exitCode, params string[] arguments)
    {
        await using Running edgectl = Running.Edgectl(arguments);
        Assert.Equal(exitCode, await edgectl.EndAsync());
        return edgectl.Lines;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_bench.Root, name);
        File.WriteAllText(path, text + "\n");
        return path;
    }
}
