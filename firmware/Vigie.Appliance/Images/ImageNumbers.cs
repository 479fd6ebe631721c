using System.Globalization;
using System.Text.RegularExpressions;
using Vigie.Core;

namespace Vigie.Appliance.Images;

/// <summary>Numbers images for COCO results: the number in the file name, else the position on the command line, from 1.</summary>
public static partial class ImageNumbers
{
    /// <summary>One number an image, in the order given.</summary>
    /// <exception cref="Fault">Two images would have the same number.</exception>
    public static IReadOnlyList<long> Of(IReadOnlyList<string> images)
    {
        Dictionary<long, string> owners = [];
        List<long> numbers = [];
        for (int i = 0; i < images.Count; i++)
        {
            long number = TryReadNumber(images[i], out long named) ? named : i + 1;
            if (!owners.TryAdd(number, images[i]))
            {
                throw new Fault(
                    FaultKind.Config,
                    images[i],
                    $"has the same image number, {number}, as {owners[number]}",
                    "Rename one of them: the image number is the number in the file name, or else the position.");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static bool TryReadNumber(string path, out long number)
    {
        MatchCollection runs = Digits().Matches(Path.GetFileNameWithoutExtension(path));
        number = 0;
        return runs.Count == 1 && long.TryParse(runs[0].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
