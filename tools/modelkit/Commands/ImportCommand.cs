using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using Vigie.Core;
using Vigie.Modelkit.Importing;
using Vigie.Modelkit.Probing;

namespace Vigie.Modelkit.Commands;

/// <summary><c>modelkit import FILE.onnx --head KIND --labels FILE</c>.</summary>
public static class ImportCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "The ONNX file, weights included." };
        Option<string> head = new("--head") { Description = $"How its outputs are read: {string.Join(", ", HeadPresets.Kinds)}.", Required = true };
        Option<string> labels = new("--labels") { Description = "Text file with one class name a line, in the network's order.", Required = true };
        Option<string?> output = new("--output") { Description = "The model's new folder; without it one here, named as the file." };
        Option<string?> name = new("--name") { Description = "The model's name; without it the folder's." };
        Option<string?> licence = new("--licence") { Description = "Terms of the weights, for model.json." };
        Option<string?> size = new("--size") { Description = "WIDTHxHEIGHT, for a network that leaves it open." };
        Option<string?> channels = new("--channels") { Description = "BGR or RGB, if not as usual for the head." };
        channels.AcceptOnlyFromAmong("BGR", "RGB");
        Option<string?> resize = new("--resize") { Description = "letterbox, letterbox-top-left or stretch, if not as usual for the head." };
        resize.AcceptOnlyFromAmong("letterbox", "letterbox-top-left", "stretch");
        Option<float[]?> mean = Three("--mean", "What is subtracted from each channel, if not as usual for the head."), deviation = Three("--deviation", "By what each channel is divided thereafter.");
        Command command = new("import", "Make a model of an ONNX file.") { file, head, labels, output, name, licence, size, channels, resize, mean, deviation };
        command.SetAction((parsed, cancel) => RunAsync(
            new ImportRequest(
                parsed.GetValue(file)!, parsed.GetValue(head)!, parsed.GetValue(labels)!,
                parsed.GetValue(output) ?? Path.GetFileNameWithoutExtension(parsed.GetValue(file)!),
                parsed.GetValue(name), parsed.GetValue(licence), ParseSize(parsed.GetValue(size)),
                parsed.GetValue(channels), parsed.GetValue(resize), Given(parsed.GetValue(mean)), Given(parsed.GetValue(deviation))),
            Narration.OnConsole(),
            cancel));
        return command;
    }

    private static async Task RunAsync(ImportRequest request, Narration narration, CancellationToken cancel)
    {
        JsonObject manifest = await new Importer(request, ProbeLimits.Usual).RunAsync(cancel);
        narration.Say($"{request.Output}: model.json, labels and network. Seen in the network:");
        narration.Say($"  head   {manifest["head"]!.ToJsonString()}");
        narration.Say($"Usual for {request.Head}, not to be seen in a network; look whether it is true of yours:");
        narration.Say($"  input  {manifest["input"]!.ToJsonString()}");
        narration.Say($"Try it: vigie detect PICTURE --model {request.Output}");
    }

    private static Option<float[]?> Three(string name, string description) => new(name)
    {
        Description = description + " Three numbers with commas.",
        CustomParser = result => ParseThree(name, result.Tokens),
    };

    // An option of several values that is not given is an empty list.
    private static float[]? Given(float[]? numbers) => numbers is { Length: > 0 } ? numbers : null;

    private static float[]? ParseThree(string name, IReadOnlyList<Token> tokens)
    {
        float[] numbers = [.. tokens[0].Value.Split(',').Select(text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) ? number : float.NaN)];
        return numbers.Length == 3 && numbers.All(float.IsFinite)
            ? numbers
            : throw new Fault(FaultKind.Config, $"{name} {tokens[0].Value}", "is not three numbers with commas", $"Write for example {name} 103.53,116.28,123.675.");
    }

    private static (int Width, int Height)? ParseSize(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string[] sides = text.Split('x');
        return sides.Length == 2 && int.TryParse(sides[0], CultureInfo.InvariantCulture, out int width) && int.TryParse(sides[1], CultureInfo.InvariantCulture, out int height)
            && width is >= 32 and <= 4096 && height is >= 32 and <= 4096
            ? (width, height)
            : throw new Fault(FaultKind.Config, $"--size {text}", "is not WIDTHxHEIGHT with 32 to 4096 pixels a side", "Write for example --size 416x416.");
    }
}
