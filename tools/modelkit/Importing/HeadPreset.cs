using System.Text.Json.Nodes;

namespace Vigie.Modelkit.Importing;

/// <summary>What is usual for the networks with one kind of head, and how its settings follow from the outputs.</summary>
/// <param name="Kind">Its name in model.json.</param>
/// <param name="Channels">Order of its planes: BGR or RGB.</param>
/// <param name="Resize">How its authors bring pictures to its size.</param>
/// <param name="Mean">What they subtract.</param>
/// <param name="Deviation">By what they divide.</param>
/// <param name="Overlap">Their threshold for overlapping boxes.</param>
/// <param name="Propose">The object <c>head</c> of model.json, from the outputs.</param>
public sealed record HeadPreset(string Kind, string Channels, string Resize, float[] Mean, float[] Deviation, double Overlap, Func<Evidence, JsonObject> Propose)
{
    /// <summary>Whether it reads a part of a picture: its input may have pixels one after the other, [1, height, width, 3].</summary>
    public bool ReadsParts { get; init; }
}
