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
        Option<string> coco = new("--coco") { Description = "File for COCO results (JSON).", Required = true };
        Command command = new("detect", "Detect objects in images and write COCO results.") { images, model, coco };
        command.SetAction(result =>
        {
            new DetectImages(result.GetRequiredValue(model), result.GetRequiredValue(coco)).Run(result.GetRequiredValue(images));
            return 0;
        });
        return command;
    }
}
