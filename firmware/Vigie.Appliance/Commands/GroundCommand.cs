using System.CommandLine;
using Vigie.Appliance.Grounds;

namespace Vigie.Appliance.Commands;

/// <summary><c>vigie ground CLIP</c>: the ground in metres, from a person who walks through a clip.</summary>
internal static class GroundCommand
{
    private static readonly Argument<string> Clip = new("clip") { Description = "Video file: a person walks, near and far, left and right." };

    private static readonly Option<double> Height = new("--height") { Description = "How tall the person is, with shoes, in metres; with --passers-by their mean.", Required = true };

    private static readonly Option<double?> FieldOfView =
        new("--field-of-view") { Description = "How wide the lens sees, horizontally, in degrees, as its data sheet has it. Without it the walk must tell." };

    private static readonly Option<bool> PassersBy = new("--passers-by") { Description = "Take all who walk by, not the one walk that tells most." };

    private static readonly Option<string?> Configuration = new("--config") { Description = "Configuration file, for its masks and its model." };

    private static readonly Option<string?> Camera = new("--camera") { Description = "Which camera of the configuration, where it has several." };

    private static readonly Option<string?> Model = new("--model") { Description = "Name or folder of a model, instead of the configuration's." };

    public static Command Create()
    {
        Command command = new("ground", "Find the ground plane, in metres, in a clip of a person who walks; prints a camera's \"ground\" for the configuration.")
        {
            Clip, Height, FieldOfView, PassersBy, Configuration, Camera, Model,
        };
        command.SetAction((result, cancellation) => GroundRun.RunAsync(
            new GroundOptions(
                result.GetRequiredValue(Clip),
                result.GetRequiredValue(Height),
                result.GetValue(FieldOfView),
                result.GetValue(PassersBy),
                result.GetValue(Configuration),
                result.GetValue(Camera),
                result.GetValue(Model)),
            cancellation));
        return command;
    }
}
