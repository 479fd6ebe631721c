using Vigie.Core;
using Vigie.Modelkit.Commands;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Recipes;
using Vigie.Modelkit.Sources;
using Vigie.Vision.Models;

namespace Vigie.Modelkit.Evaluation;

/// <summary>
/// One network in both of its precisions. The twin of a model is the folder that is named; else, for a model with a recipe, what the
/// recipe makes in the other precision; else the folder beside it called NAME-fp32 or NAME-int8; else there is none.
/// </summary>
public sealed class NetworkPair : IDisposable
{
    private readonly string? _made;

    private NetworkPair(ModelManifest? full, ModelManifest? quantised, string? made) => (Full, Quantised, _made) = (full, quantised, made);

    /// <summary>In float32.</summary>
    public ModelManifest? Full { get; }

    /// <summary>In int8.</summary>
    public ModelManifest? Quantised { get; }

    /// <summary>Finds a model's twin, or makes it in a folder that goes when this is disposed of.</summary>
    /// <param name="model">The model.</param>
    /// <param name="twin">Name or folder of the other precision; null: see above.</param>
    /// <param name="narration">Told of a fetch.</param>
    /// <param name="cancel">Ends a fetch.</param>
    /// <exception cref="Fault">A network is missing, or both are of one precision.</exception>
    public static async Task<NetworkPair> FindAsync(ModelFolder model, string? twin, Narration narration, CancellationToken cancel)
    {
        Precision own = PrecisionOf(model.Manifest);
        string? made = null;
        if (twin is null && own == Precision.Quantised && File.Exists(model.RecipeFile))
        {
            made = Directory.CreateTempSubdirectory("vigie-twin-").FullName;
            PackageCache cache = PackageCache.OfUser();
            await new FetchJob(cache, narration).RunAsync(model.Source(), null, cancel);
            await new BuildJob(model, cache, Narration.Silent()).BuildIntoAsync(made, Precision.Full, null, cancel);
        }

        string beside = model.Path + (own == Precision.Quantised ? "-fp32" : "-int8");
        string? folder = twin is not null ? ModelFolders.Default().Find(twin) : made ?? (Directory.Exists(beside) ? beside : null);
        ModelManifest? other = folder is null ? null : ModelManifest.Read(folder);
        if (other is not null && PrecisionOf(other) == own)
        {
            throw new Fault(FaultKind.Config, folder!, $"computes in the same numbers as {model.Path}", "Name the other precision with --twin.");
        }

        return own == Precision.Quantised ? new NetworkPair(other, model.Manifest, made) : new NetworkPair(model.Manifest, other, made);
    }

    public void Dispose()
    {
        if (_made is not null)
        {
            Directory.Delete(_made, recursive: true);
        }
    }

    private static Precision PrecisionOf(ModelManifest manifest) => NetworkPrecision.Of(manifest.Network.Path, manifest.Network.ReadVerified(manifest.Obtain));
}
