using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Vision.Heads;
using Vigie.Vision.Models;

namespace Vigie.Vision.Detectors;

/// <summary>Holds a loaded network to what its manifest says about it.</summary>
internal static class NetworkCheck
{
    /// <summary>Compares names, types and shapes of the input and of the outputs that the head reads.</summary>
    /// <exception cref="Fault"><see cref="FaultKind.Config"/> with all differences, each by its field in model.json.</exception>
    public static void Verify(InferenceSession session, ModelManifest manifest)
    {
        Complaints complaints = new(manifest.File);
        NetworkInput input = manifest.Input;
        Type element = input.Element == ElementKind.Pixel ? typeof(byte) : typeof(float);
        Compare(session.InputMetadata, "input", "$.input.name", "$.input", input.Name, element, input.Shape, complaints);
        foreach (string other in session.InputMetadata.Keys.Where(name => name != input.Name && session.InputMetadata.ContainsKey(input.Name)))
        {
            complaints.Add("$.input.name", input.Name, $"the network wants a second input, {other}, which no head here feeds");
        }

        foreach (NetworkOutput output in manifest.Head.Outputs)
        {
            Compare(session.OutputMetadata, "output", output.Field, output.Field, output.Name, typeof(float), output.Shape, complaints);
        }

        complaints.ThrowIfAny();
    }

    private static void Compare(
        IReadOnlyDictionary<string, NodeMetadata> found,
        string what,
        string nameField,
        string shapeField,
        string name,
        Type element,
        ImmutableArray<int> shape,
        Complaints complaints)
    {
        if (!found.TryGetValue(name, out NodeMetadata? metadata))
        {
            string names = string.Join(", ", found.Select(entry => $"{entry.Key} {Show(entry.Value.Dimensions)}"));
            complaints.Add(nameField, $"\"{name}\"", $"the network has no {what} of this name: it has {names}");
            return;
        }

        if (metadata.ElementType != element)
        {
            complaints.Add(
                shapeField, $"\"{name}\"", $"the network's {what} is of {Show(metadata.ElementType)}, the manifest expects {Show(element)}");
        }

        // A side of the network that is left open (-1) takes what the manifest says.
        int[] sides = metadata.Dimensions;
        if (sides.Length != shape.Length || sides.Where((side, i) => side > 0 && side != shape[i]).Any())
        {
            complaints.Add(
                shapeField, $"\"{name}\"", $"the network's {what} is {Show(sides)}, the manifest expects {Show([.. shape])}");
        }
    }

    private static string Show(int[] sides) =>
        $"[{string.Join(", ", sides.Select(side => side > 0 ? side.ToString(System.Globalization.CultureInfo.InvariantCulture) : "any"))}]";

    private static string Show(Type element) =>
        element == typeof(byte) ? "uint8" : element == typeof(float) ? "float32" : element.Name;
}
