using System.CommandLine;
using Vigie.Vision.Models;
using Vigie.Vision.Providers;

namespace Vigie.Appliance.Commands;

/// <summary>
/// <c>vigie golden</c>: a network's raw answer to a picture that is always the same, on standard output; what <see cref="AcceleratorProbe"/> starts. A library that
/// ends its process ends this one.
/// </summary>
internal static class GoldenCommand
{
    public static Command Create()
    {
        Option<string> model = new("--model") { Description = "Name or folder of the model.", Required = true };
        Option<ProviderKind> provider = new("--provider") { Description = "What to compute with." };
        Option<string?> library = new("--library") { Description = "The board's own libonnxruntime.so; without it the program's own." };
        Option<ulong> seed = new("--seed") { Description = "Number that the picture is drawn from.", DefaultValueFactory = _ => GoldenPattern.DefaultSeed };
        Command command = new(AcceleratorProbe.Command, "Write a network's answer to a fixed picture.") { model, provider, library, seed };
        command.Hidden = true;
        command.SetAction(result => Write(result.GetRequiredValue(model), result.GetValue(seed), result.GetValue(provider), result.GetValue(library)));
        return command;
    }

    private static int Write(string model, ulong seed, ProviderKind provider, string? library)
    {
        Accelerator? accelerator = library is null ? null : new Accelerator(provider, library);
        if (accelerator is not null)
        {
            OnnxLibrary.Verify(accelerator.Library);
        }

        using Stream output = Console.OpenStandardOutput();
        GoldenRun.Write(ModelFolders.Default().Read(model), seed, accelerator, output);
        return 0;
    }
}
