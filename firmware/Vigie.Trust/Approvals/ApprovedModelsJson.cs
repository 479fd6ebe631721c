using Vigie.Core;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Approvals;

/// <summary>The list of approved networks in JSON: what people read and write.</summary>
public static class ApprovedModelsJson
{
    private static readonly (string Word, ModelOutput Output)[] Outputs =
        [("boxes", ModelOutput.Boxes), ("plate-text", ModelOutput.PlateText), ("joints", ModelOutput.Joints)];

    /// <summary>Reads a draft.</summary>
    /// <param name="json">The draft.</param>
    /// <param name="file">Where it came from.</param>
    /// <exception cref="Fault">All that is wrong with it.</exception>
    public static ApprovedModels Read(ReadOnlySpan<byte> json, string file) => JsonDraft.Read(json, file, reader =>
    {
        List<ApprovedModel> models = [];
        foreach (Core.Settings.SettingsReader entry in reader.Children("models"))
        {
            string hash = entry.RequiredText("sha256", "SHA-256 of the network's file, 64 digits from 0 to f");
            if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
            {
                entry.Complain("sha256", "expected 64 digits from 0 to f, as sha256sum prints them");
            }

            string output = entry.Choice("output", "", [.. Outputs.Select(known => known.Word)]);
            models.Add(new ApprovedModel(
                hash, JsonDraft.Words(entry, "name", "the network's name", 64),
                Outputs.FirstOrDefault(known => known.Word == output).Output, JsonDraft.Words(entry, "reviewer", "who reviewed it", 100)));
            if (output.Length == 0)
            {
                entry.Complain("output", "must be said: boxes, plate-text or joints; nothing else can be approved");
            }

            entry.Finish();
        }

        if (models.Count == 0)
        {
            reader.Complain("models", "must list the networks");
        }

        return new ApprovedModels { Serial = JsonDraft.Serial(reader), Models = [.. models.OrderBy(model => model.Hash, StringComparer.Ordinal)] };
    });

    /// <summary>The list as a draft: read again, it gives the same bytes.</summary>
    public static string Write(ApprovedModels list) => JsonDraft.Write(writer =>
    {
        writer.WriteNumber("serial", list.Serial);
        writer.WriteStartArray("models");
        foreach (ApprovedModel model in list.Models)
        {
            writer.WriteStartObject();
            writer.WriteString("sha256", model.Hash);
            writer.WriteString("name", model.Name);
            writer.WriteString("output", Outputs.First(known => known.Output == model.Output).Word);
            writer.WriteString("reviewer", model.Reviewer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
