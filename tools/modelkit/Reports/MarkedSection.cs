namespace Vigie.Modelkit.Reports;

/// <summary>A part of a document that a program writes, between two marks that readers do not see; what people wrote around it stays.</summary>
/// <param name="Name">What it is called in its marks.</param>
/// <param name="Command">The command that writes it.</param>
public sealed record MarkedSection(string Name, string Command)
{
    private string Begin => $"<!-- {Name}: written by {Command} -->";

    private string End => $"<!-- end of {Name} -->";

    /// <summary>Whether a document has it.</summary>
    public bool IsIn(string document) =>
        document.IndexOf(Begin, StringComparison.Ordinal) is >= 0 and int from && document.IndexOf(End, StringComparison.Ordinal) >= from;

    /// <summary>What stands in it, without its marks; empty where the document does not have it.</summary>
    public string Of(string document) => IsIn(document)
        ? document[(document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length + 1)..document.IndexOf(End, StringComparison.Ordinal)]
        : "";

    /// <summary>The document with another content of this section, in its place, else behind everything.</summary>
    /// <param name="document">What it is now.</param>
    /// <param name="content">Whole lines.</param>
    public string Replaced(string document, string content)
    {
        string marked = $"{Begin}\n{content}{End}\n";
        if (!IsIn(document))
        {
            return $"{document.TrimEnd()}\n\n{marked}";
        }

        string rest = document[(document.IndexOf(End, StringComparison.Ordinal) + End.Length)..].TrimStart('\n');
        return document[..document.IndexOf(Begin, StringComparison.Ordinal)] + marked + (rest.Length > 0 ? "\n" + rest : "");
    }
}
