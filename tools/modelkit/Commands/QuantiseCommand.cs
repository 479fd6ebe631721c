using System.CommandLine;
using Vigie.Modelkit.Recipes;

namespace Vigie.Modelkit.Commands;

/// <summary><c>modelkit quantise MODEL --calibration FOLDER|CLIP</c>.</summary>
public static class QuantiseCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "Name under models/, or a folder with model.json and a float32 network." };
        Option<string?> calibration = new("--calibration") { Description = "Folder of pictures or clip of the site, to measure ranges on; without it the model's quantisation.json is followed." };
        Option<string?> images = new("--images") { Description = "Folder of labelled pictures, to score each try on; never those of --calibration." };
        Option<string?> truth = new("--truth") { Description = "Their labels, instances.json." };
        Option<string?> output = new("--output") { Description = "The integer model's new folder; without it one here, named as the model with -int8." };
        Option<int> bits = new("--weight-bits") { Description = "8, or 7 for processors without integer dot products.", DefaultValueFactory = _ => 8 };
        bits.AcceptOnlyFromAmong("7", "8");
        Option<int> floats = new("--most-floats") { Description = "How many layers may stay in floats at most.", DefaultValueFactory = _ => 16 };
        Command command = new("quantise", "Write a float32 model in int8, and measure what that costs.") { model, calibration, images, truth, output, bits, floats };
        command.SetAction((parsed, cancel) =>
        {
            ModelFolder folder = ModelFolder.Find(parsed.GetValue(model)!);
            QuantiseRequest request = new(
                folder, parsed.GetValue(calibration), parsed.GetValue(images), parsed.GetValue(truth),
                parsed.GetValue(output) ?? folder.Manifest.Name + "-int8", parsed.GetValue(bits), parsed.GetValue(floats));
            return new QuantiseJob(request, Narration.OnConsole()).RunAsync(cancel);
        });
        return command;
    }
}
