using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.PostTraining;
using Vigie.Vision.Detectors;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Evaluation;

/// <summary>Where the time of a network goes, as ONNX Runtime itself measures each node; on one thread, like the box.</summary>
public static class NetworkProfile
{
    private const int WarmUps = 3;

    /// <summary>Runs networks in turn on the golden pattern.</summary>
    /// <param name="manifests">The models.</param>
    /// <param name="rounds">How often each runs.</param>
    /// <param name="cancel">Ends it between two rounds.</param>
    /// <returns>For each model, the kinds of its operations.</returns>
    public static ImmutableArray<ImmutableArray<OperationTime>> Measure(IReadOnlyList<ModelManifest> manifests, int rounds, CancellationToken cancel = default)
    {
        OnnxTelemetry.Forbid();
        string scratch = Directory.CreateTempSubdirectory("modelkit-profile-").FullName;
        List<InferenceSession> sessions = [];
        try
        {
            sessions.AddRange(manifests.Select((manifest, index) => Open(manifest, Path.Combine(scratch, $"{index}"))));
            Run(manifests, sessions, rounds, cancel);
            return [.. sessions.Zip(manifests, (session, manifest) => ProfileTrace.Read(File.ReadAllText(session.EndProfiling()), WarmUps, Depthwise(manifest)))];
        }
        finally
        {
            sessions.ForEach(session => session.Dispose());
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static InferenceSession Open(ModelManifest manifest, string prefix)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,

            // In this order: what is switched on takes the prefix that is set then.
            ProfileOutputPathPrefix = prefix,
            EnableProfiling = true,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new InferenceSession(manifest.Network.ReadVerified(manifest.Obtain), options);
    }

    private static void Run(IReadOnlyList<ModelManifest> manifests, List<InferenceSession> sessions, int rounds, CancellationToken cancel)
    {
        OrtValue[] pictures = [.. manifests.Select(Picture)];
        using RunOptions run = new();
        for (int round = 0; round < WarmUps + rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            foreach ((ModelManifest manifest, InferenceSession session, OrtValue picture) in manifests.Zip(sessions, pictures))
            {
                using IDisposableReadOnlyCollection<OrtValue> answer = session.Run(run, [manifest.Input.Name], [picture], session.OutputNames);
            }
        }

        Array.ForEach(pictures, picture => picture.Dispose());
    }

    // By their own names and those of what they give, an activation behind them too: ONNX Runtime calls what it lays out anew by the latter.
    private static HashSet<string> Depthwise(ModelManifest manifest)
    {
        NetworkView view = new(Networks.Read(manifest.Network.Path));
        return
        [
            .. view.Model.Graph.Node.Where(node => node.OpType == "Conv" && Attributes.Number(node, "group", 1) > 1)
                .SelectMany(node => view.Consumers(node.Output[0]).Where(next => next.OpType != "Conv").SelectMany(next => next.Output).Concat(node.Output).Append(node.Name)),
        ];
    }

    private static OrtValue Picture(ModelManifest manifest)
    {
        using Frame frame = GoldenPattern.Draw(GoldenPattern.DefaultSeed, manifest.Input.Width, manifest.Input.Height);
        return PictureTensor.Of(manifest.Input, frame);
    }
}
