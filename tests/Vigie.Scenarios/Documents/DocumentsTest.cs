namespace Vigie.Scenarios.Documents;

/// <summary>
/// Every command of the documents works as it is printed. A document's sh blocks run in order in one shell, in a scratch folder
/// that looks like the checkout; what ends with an ampersand is stopped at the document's end.
/// </summary>
public sealed class DocumentsTest : IDisposable
{
    /// <summary>Runs a document's commands: errors end the script and are told with the document's name and line.</summary>
    internal const string Driver = """
        set -eE -o pipefail
        trap 'status=$?; echo "${BASH_SOURCE[0]##*/}:$LINENO: exit code $status: $BASH_COMMAND"' ERR
        stop() { local jobs; jobs=$(jobs -p); [[ -z $jobs ]] || kill $jobs; wait; }
        trap stop EXIT
        source "$1"
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly string _scratch = Directory.CreateTempSubdirectory("vigie-documents-").FullName;

    [Fact]
    public async Task Every_command_of_the_documents_works()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Checkout.Cache, "vtest.avi")), "no clip: ./tools/test fetches it");
        Assert.SkipUnless(File.Exists(Checkout.At("models/street/street.onnx")), "no weights: ./tools/test builds them");
        foreach (string entry in Directory.EnumerateFileSystemEntries(Checkout.Root).Where(entry => !Path.GetFileName(entry).StartsWith(".git", StringComparison.Ordinal)))
        {
            File.CreateSymbolicLink(Path.Combine(_scratch, Path.GetFileName(entry)), entry);
        }

        string guides = Checkout.At("firmware/guides");
        // The guides take as long as all other scenarios together.
        IEnumerable<string> documents = new[] { "README.md", "models/README.md" }.Select(Checkout.At).Where(File.Exists)
            .Concat(Thorough.IsAsked && Directory.Exists(guides) ? Directory.GetFiles(guides, "*.md").Order(StringComparer.Ordinal) : []);
        List<string> broken = [];
        foreach (string document in documents)
        {
            (int exit, IReadOnlyList<string> lines) = await RunAsync(Path.GetRelativePath(Checkout.Root, document), await File.ReadAllTextAsync(document, TestContext.Current.CancellationToken));
            if (exit != 0)
            {
                broken.Add(string.Join('\n', lines.TakeLast(20)));
            }
        }

        Assert.True(broken.Count == 0, string.Join("\n\n", broken));
    }

    [Fact]
    public async Task A_command_that_fails_is_told_with_its_line()
    {
        (int exit, IReadOnlyList<string> lines) = await RunAsync("guide.md", "Text\n```sh\ntrue\nls absent\necho later\n```\n");
        Assert.NotEqual(0, exit);
        Assert.Contains(lines, line => line.StartsWith("guide.md:4: exit code 2: ls absent", StringComparison.Ordinal));
        Assert.DoesNotContain("later", lines);
    }

    [Fact]
    public async Task What_runs_in_the_background_is_stopped()
    {
        (int exit, IReadOnlyList<string> lines) = await RunAsync("guide.md", "```sh\nsleep 600 &\n```\nand\n```sh\necho $!\n```\n");
        Assert.Equal(0, exit);
        Assert.False(Directory.Exists($"/proc/{Assert.Single(lines)}"));
    }

    [Fact]
    public void Only_sh_blocks_are_commands() => Assert.Equal(
        ["", "", "first", "", "", "", "", "", "", "", "last \\", "  --all", ""],
        Document.Commands("""
            text
            ```sh
            first
            ./tools/demo \
              --fast
            ```
            ```console
            $ other
            ```
            ```sh
            last \
              --all
            ```
            """).Split('\n'));

    [Fact]
    public void What_is_typed_stands_behind_a_prompt() => Assert.Equal(
        ["", "", "first --all", "", "", "", "", ""],
        Document.Typed("text\n```console\n$ first --all\nwhat it says\n$ second\n```\n$ no command\n", line => line != "second").Split('\n'));

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    private async Task<(int Exit, IReadOnlyList<string> Lines)> RunAsync(string name, string markdown)
    {
        string script = Path.Combine(_scratch, ".document", name);
        Directory.CreateDirectory(Path.GetDirectoryName(script)!);
        await File.WriteAllTextAsync(script, Document.Commands(markdown), TestContext.Current.CancellationToken);
        return await Script.RunAsync(_scratch, Limit, _ => { }, "-c", Driver, "documents", script);
    }
}
