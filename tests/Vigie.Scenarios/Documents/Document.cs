namespace Vigie.Scenarios.Documents;

/// <summary>The commands of a document: what stands in its <c>```sh</c> blocks, or behind a prompt in its <c>```console</c> blocks.</summary>
internal static class Document
{
    // What another test runs in a fresh root, or what belongs to the reader's own machine.
    private static readonly string[] Exempt = ["./tools/demo", "./tools/test", ".ci/run", "./.ci/run", "git clone", "cd ", "sudo "];

    /// <summary>
    /// The document as a script: every line that is no command is empty, so that line numbers stay the document's own.
    /// </summary>
    public static string Commands(string markdown)
    {
        bool inside = false;
        bool exempt = false;
        bool continued = false;
        List<string> script = [];
        foreach (string line in markdown.Split('\n'))
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            exempt = continued ? exempt : Exempt.Any(start => line.StartsWith(start, StringComparison.Ordinal));
            bool command = inside && !fence && !exempt;
            script.Add(command ? line : "");
            continued = inside && line.EndsWith('\\');
            inside = fence ? !inside && line.TrimEnd() == "```sh" : inside;
        }

        return string.Join('\n', script);
    }

    /// <summary>The commands behind a prompt as a script, line numbers kept.</summary>
    /// <param name="markdown">The document.</param>
    /// <param name="wanted">Which are to run.</param>
    public static string Typed(string markdown, Func<string, bool> wanted)
    {
        const string Prompt = "$ ";
        bool inside = false;
        List<string> script = [];
        foreach (string line in markdown.Split('\n'))
        {
            bool fence = line.StartsWith("```", StringComparison.Ordinal);
            bool command = inside && line.StartsWith(Prompt, StringComparison.Ordinal) && wanted(line[Prompt.Length..]);
            script.Add(command ? line[Prompt.Length..] : "");
            inside = fence ? !inside && line.TrimEnd() == "```console" : inside;
        }

        return string.Join('\n', script);
    }
}
