using System.Collections.Immutable;
using System.Text;
using Vigie.Modelkit.Evaluation;

namespace Vigie.Modelkit.Reports;

/// <summary>Where the time of networks goes, as a table in Markdown: a row a kind of operation, two columns a network.</summary>
public static class ProfileTable
{
    // What takes less in all networks is one row.
    private const double Little = 0.1;

    /// <summary>Writes it.</summary>
    /// <param name="names">What the networks are called.</param>
    /// <param name="profiles">The kinds of their operations.</param>
    public static string Write(IReadOnlyList<string> names, IReadOnlyList<ImmutableArray<OperationTime>> profiles)
    {
        StringBuilder text = new();
        text.Append($"| operation |{string.Concat(names.Select(name => $" {name}, nodes | {name}, ms |"))}\n|---|{string.Concat(names.Select(_ => "---|---|"))}\n");
        var kinds = profiles.SelectMany(profile => profile).GroupBy(kind => kind.Operation)
            .OrderByDescending(kind => kind.Max(one => one.Milliseconds)).ToLookup(kind => kind.Max(one => one.Milliseconds) >= Little, kind => kind.Key);
        foreach (string kind in kinds[true])
        {
            Row(kind, [kind]);
        }

        Row("all others", [.. kinds[false]]);
        Row("together", [.. kinds[true], .. kinds[false]]);
        return text.ToString();

        void Row(string name, string[] operations) => text.Append($"| {name} |{string.Concat(profiles.Select(profile => Cells(profile, operations)))}\n");
    }

    private static string Cells(ImmutableArray<OperationTime> profile, string[] operations)
    {
        OperationTime[] chosen = [.. profile.Where(kind => operations.Contains(kind.Operation))];
        return $" {Figures.Count(chosen.Sum(kind => kind.Nodes))} | {Figures.Milliseconds(chosen.Sum(kind => kind.Milliseconds))} |";
    }
}
