using System.Text.Json.Nodes;
using Vigie.Modelkit.Probing;

namespace Vigie.Modelkit.Importing;

/// <summary>How the settings of heads for plates and postures follow from what the network gave.</summary>
internal static class PartProposals
{
    public static JsonObject LpdYunet(Evidence evidence)
    {
        const int Places = 14, Probabilities = 2;
        ProbedTensor? places = Find(evidence, Places), classes = Find(evidence, Probabilities), fits = Find(evidence, 1);
        if (evidence.Outputs.Length != 3 || places is null || classes is null || fits is null || places.Shape[0] != classes.Shape[0] || places.Shape[0] != fits.Shape[0])
        {
            throw evidence.Refuse($"its outputs {evidence.Listed()} are not [priors, 14], [priors, 2] and [priors, 1]", "Export it as its authors do, or name another --head.");
        }

        if (evidence.Labels != 1)
        {
            throw evidence.Refuse($"lpd-yunet finds one class, and --labels names {evidence.Labels}", "Give --labels a file with one name.");
        }

        RowProposals.RequireProbabilities(evidence, classes, 0);
        return new JsonObject { ["kind"] = "lpd-yunet", ["outputs"] = new JsonArray(places.Name, classes.Name, fits.Name) };
    }

    public static JsonObject PlateText(Evidence evidence)
    {
        ProbedTensor table = evidence.SoleTable("plate-text");
        if (table.Shape[2] != evidence.Labels)
        {
            throw evidence.Refuse($"its output {Evidence.Show(table)} tells {table.Shape[2]} characters apart, and --labels names {evidence.Labels}",
                $"Give --labels a file with {table.Shape[2]} characters, the last of which stands for an empty place.");
        }

        RowProposals.RequireProbabilities(evidence, table, 0);
        return new JsonObject { ["kind"] = "plate-text", ["outputs"] = evidence.Names(), ["places"] = table.Shape[1] };
    }

    public static JsonObject MoveNet(Evidence evidence)
    {
        const int Points = 17, Stride = 4;
        int height = evidence.Height / Stride, width = evidence.Width / Stride;
        ProbedTensor[] Of(int channels) => [.. evidence.Outputs.Where(output => output.Shape is [1, int rows, int columns, int depth] && rows == height && columns == width && depth == channels)];
        if (evidence.Outputs.Length != 4 || Of(Points) is not [ProbedTensor heatmap] || Of(1) is not [ProbedTensor centre] || Of(2 * Points) is not [ProbedTensor first, ProbedTensor second])
        {
            throw evidence.Refuse($"its outputs {evidence.Listed()} are not [1, {height}, {width}, 17], one of 1 channel and two of 34",
                "Cut it in front of its own post-processing, behind the last convolutions, with channels last.");
        }

        if (evidence.Labels != Points)
        {
            throw evidence.Refuse($"movenet finds 17 points, and --labels names {evidence.Labels}", "Give --labels the file of models/movenet-lightning.");
        }

        // Two maps have one shape: names tell which is which, where they do; otherwise the order of the authors holds.
        bool turned = first.Name.Contains("offset", StringComparison.OrdinalIgnoreCase) && !second.Name.Contains("offset", StringComparison.OrdinalIgnoreCase);
        string[] names = [heatmap.Name, centre.Name, turned ? second.Name : first.Name, turned ? first.Name : second.Name];
        return new JsonObject { ["kind"] = "movenet", ["outputs"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };
    }

    private static ProbedTensor? Find(Evidence evidence, int columns) =>
        evidence.Outputs.FirstOrDefault(output => output.Shape is [_, int found] && found == columns && output.Element == nameof(Single));
}
