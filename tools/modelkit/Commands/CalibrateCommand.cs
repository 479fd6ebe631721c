using System.CommandLine;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Quantisation;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;

namespace Vigie.Modelkit.Commands;

/// <summary><c>modelkit calibrate NAME --images FOLDER</c>.</summary>
public static class CalibrateCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "Name under models/, or a folder with model.json and recipe.json." };
        Option<DirectoryInfo> images = new("--images") { Description = "Folder of JPEG or PNG pictures that look like what the network was trained on.", Required = true };
        Command command = new("calibrate", "Measure the ranges over which a network is quantised, and write calibration.json.") { model, images };
        command.SetAction((parsed, cancel) => RunAsync(ModelFolder.Find(parsed.GetValue(model)!), parsed.GetValue(images)!.FullName, Narration.OnConsole(), cancel));
        return command;
    }

    private static async Task RunAsync(ModelFolder folder, string images, Narration narration, CancellationToken cancel)
    {
        CalibrationPictures pictures = CalibrationPictures.Open(images, folder);
        string package = await new FetchJob(PackageCache.OfUser(), narration).RunAsync(folder.Source(), null, cancel);
        ModelProto network = new NetworkMaker(folder, folder.ReadRecipe(), package).MakeFloat();
        CalibrationRecord record = await narration.WatchAsync($"Measuring {pictures.Count} pictures twice", 2 * pictures.Count, progress =>
            Task.Run(() => Measure(network, pictures, progress, cancel), cancel));
        new Calibration(folder.CalibrationFile, record).Write();
        narration.Say($"{folder.CalibrationFile}: ranges of {record.Ranges.Count} tensors over {record.Pictures} pictures. Pin the new network: modelkit build {Path.GetFileName(folder.Path)} --pin");
    }

    private static CalibrationRecord Measure(ModelProto network, CalibrationPictures pictures, Action<double> progress, CancellationToken cancel)
    {
        using Calibrator calibrator = new(network);
        return calibrator.Measure(pictures.Count, pictures.Load, done =>
        {
            cancel.ThrowIfCancellationRequested();
            progress(done);
        });
    }
}
