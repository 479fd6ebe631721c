namespace Vigie.Scenarios.Documents;

/// <summary>The commands of a document: what stands in its <c>```sh</c> blocks.</summary>
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
}
