using System.Collections.Immutable;
using Vigie.Core.Settings;
using Vigie.Vision.Models;
using Vigie.Vision.Plates;

namespace Vigie.Vision.Heads;

/// <summary>
/// Head of plate readers with one probability for each place and character (fast-plate-ocr's CCT, ankandrew/fast-plate-ocr, MIT): one
/// tensor [1, places, characters]. The labels are the characters, and the last of them stands for an empty place.
/// </summary>
public sealed class PlateTextHead : INetworkHead
{
    private readonly int _characters;
    private readonly int _places;

    private PlateTextHead(SettingsReader reader, int labels)
    {
        _characters = labels;
        IReadOnlyList<string> names = NetworkHeads.ReadOutputs(reader);
        _places = reader.WholeNumber("places", 9, 1, PlateText.MostCharacters);
        Outputs = NetworkHeads.Shape(reader, names, [1, _places, labels]);
    }

    /// <inheritdoc/>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>Reads <c>$.head</c> of a manifest.</summary>
    internal static PlateTextHead Read(SettingsReader reader, NetworkInput input, int labels) => new(reader, labels);

    /// <summary>Takes the likeliest character of each place. Allocates nothing.</summary>
    /// <param name="probabilities">The tensor.</param>
    /// <param name="alphabet">Each label's character.</param>
    /// <returns>The text, and the probability that all of it is right: the product over the places, 0 to 1.</returns>
    internal (PlateText Text, float Confidence) Decode(ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> alphabet)
    {
        PlateText text = default;
        float confidence = 1;
        for (int place = 0; place < _places; place++)
        {
            ReadOnlySpan<float> row = probabilities.Slice(place * _characters, _characters);
            int best = 0;
            for (int character = 1; character < _characters; character++)
            {
                best = row[character] > row[best] ? character : best;
            }

            confidence *= Math.Clamp(row[best], 0, 1);
            text = best == _characters - 1 ? text : text.Append(alphabet[best]);
        }

        return (text, confidence);
    }
}
