using System.Collections.Immutable;
using System.Globalization;
using Vigie.Core;
using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.PostTraining;
using Vigie.Modelkit.Probing;
using Vigie.Modelkit.Sources;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Commands;

/// <summary>One run of <c>modelkit quantise</c>.</summary>
/// <param name="Request">What is asked for.</param>
/// <param name="Narration">What a person reads meanwhile.</param>
public sealed record QuantiseJob(QuantiseRequest Request, Narration Narration)
{
    // Single layers are tried on so many pictures.
    private const int Few = 8;

    /// <summary>Makes the integer model's folder; where it fails, there is none.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        SafeFolder.RequireFree(Request.Output);
        ModelManifest manifest = Request.Folder.Manifest;
        manifest.Network.ReadVerified(manifest.Obtain);
        ForeignNetworks.Read(manifest.Network.Path);
        if (Request.Calibration is null)
        {
            Again(Path.Combine(Request.Folder.Path, QuantisationFile.Name));
            return;
        }

        if ((Request.Images is null) != (Request.Truth is null))
        {
            throw new Fault(FaultKind.Config, Request.Images is null ? "--images" : "--truth", "is missing: pictures and labels belong together", "Give both, or neither.");
        }

        ImmutableArray<EvaluationImage> pictures = CalibrationSet.Read(Request.Calibration);
        EvaluationSet? labelled = Request.Images is null ? null : EvaluationSet.Read(Request.Images, Request.Truth!);
        await ProbeProcess.RunAsync(manifest.Network.Path, manifest.Input.Width, manifest.Input.Height, ProbeLimits.Usual, cancel);
        string scratch = Directory.CreateTempSubdirectory("modelkit-").FullName;
        try
        {
            await MeasureAsync(new FloatModel(Request.Folder), pictures, labelled, scratch, cancel);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private void Again(string file)
    {
        if (!File.Exists(file))
        {
            throw new Fault(FaultKind.Config, "--calibration", $"is missing, and there is no {file} from which the network could be made again", "Add --calibration FOLDER.");
        }

        FloatModel model = new(Request.Folder);
        QuantisationRecord record = QuantisationFile.Read(file);
        byte[] network = Rebuild.From(model, record, file);
        SafeFolder.Write(Request.Output, folder => model.Write(folder, network));
        Narration.Say($"{Request.Output}: made again from {file}. SHA-256 {record.Result}.");
    }

    private async Task MeasureAsync(FloatModel model, ImmutableArray<EvaluationImage> pictures, EvaluationSet? labelled, string scratch, CancellationToken cancel)
    {
        ModelManifest manifest = Request.Folder.Manifest;
        Workshop workshop = await Narration.WatchAsync($"Measuring {pictures.Length} pictures twice", 2 * pictures.Length,
            progress => Task.Run(() => new Workshop(model, pictures, scratch, done => Report(done, progress, cancel)), cancel));
        Referee referee = await Task.Run(() => new Referee(manifest, pictures, labelled), cancel);
        Narration.Say(string.Create(CultureInfo.InvariantCulture,
            $"  {"float32",-24} agreement 1.000{(referee.Ap is { } ap ? $"  AP {ap:0.000}" : "")}  {referee.SureObjects} objects, {manifest.Network.Bytes / 1e6:0.00} MB{(model.WasCut ? "; cut behind its last convolutions" : "")}"));
        Search search = new(workshop, referee, Request.WeightBits, Request.MostFloats, Narration.Say);
        int count = Math.Min(Few, pictures.Length);
        Frame[] few = [.. Enumerable.Range(0, count).Select(index => pictures[index * pictures.Length / count].Read())];
        Trial best = await Task.Run(() => search.Run(few, cancel), cancel);
        Array.ForEach(few, frame => frame.Dispose());
        SafeFolder.Write(Request.Output, folder =>
        {
            Copy(best.Manifest, folder);
            QuantisationFile.Write(Path.Combine(folder, QuantisationFile.Name), workshop.Record(best.Plan, best.Manifest.Network.Sha256));
        });
        Narration.Say($"{Request.Output}: {best.Name}. SHA-256 {best.Manifest.Network.Sha256}.");
    }

    private static void Report(double done, Action<double> progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        progress(done);
    }

    private static void Copy(ModelManifest manifest, string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(manifest.File)!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }
}
