using System.CommandLine;
using Vigie.Appliance.Images;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie detect IMAGE…</c>: the box's detector on still images, scored as COCO scores.</summary>
internal static class DetectCommand
{
    public static Command Create()
    {
        Argument<string[]> images = new("image")
        {
            Description = "Images (JPEG, PNG).",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> model = new("--model")
        {
            Description = "Name or folder of the model.",
            DefaultValueFactory = _ => "street",
        };
        Option<string?> configuration = new("--config") { Description = "Configuration of a box, whose installed packages --model can name too. Without one: only models that came with the software." };
        Option<string> coco = new("--coco") { Description = "File for COCO results (JSON).", Required = true };
        Command command = new("detect", "Detect objects in images and write COCO results.") { images, model, configuration, coco };
        command.SetAction(result =>
        {
            new DetectImages(result.GetRequiredValue(model), result.GetValue(configuration), result.GetRequiredValue(coco)).Run(result.GetRequiredValue(images));
            return 0;
        });
        return command;
    }
}
