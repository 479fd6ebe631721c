using Vigie.Appliance.Orders;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Packages;
using Vigie.Trust.Signatures;
using Vigie.Vision.Models;
using Vigie.Vision.Providers;

namespace Vigie.Appliance.Models;

/// <summary>
/// Chooses what runs of the packages that were put on this box: the wanted one where its signature, the hash of each of its files, and
/// its golden answer on this very processor are right; otherwise the last good one, which is said. A package that proves itself
/// becomes the last good one.
/// </summary>
public sealed class InstalledModels
{
    private readonly string _stateDirectory;
    private readonly PackageShelf? _shelf;
    private readonly bool _keeps;
    private readonly Action<ModelRefusal> _say;
    private readonly AcceleratorProbe? _probe;
    private readonly Dictionary<string, string?> _chosen = [];
    private readonly Dictionary<string, PackedAnswer> _answers = [];

    /// <summary>Those of a box.</summary>
    /// <param name="stateDirectory">Its state directory.</param>
    /// <param name="anchors">Whom it trusts; null: nobody, and no package runs.</param>
    /// <param name="keeps">Whether what proves itself becomes the last good one: a service; false where one only wants to know.</param>
    /// <param name="say">Gets each package that is wanted or was good, and is not used.</param>
    /// <param name="probe">Tries packages in a child process, so that this one is still free to choose its library; null: they are tried in this one.</param>
    public InstalledModels(string stateDirectory, TrustAnchors? anchors, bool keeps, Action<ModelRefusal> say, AcceleratorProbe? probe = null)
    {
        (_stateDirectory, _keeps, _say, _probe) = (stateDirectory, keeps, say, probe);
        _shelf = anchors is null ? null : new PackageShelf(stateDirectory, anchors);
    }

    /// <summary>The models that a configuration can name: installed packages, then those that came with the software.</summary>
    /// <param name="stateDirectory">The box's state directory.</param>
    /// <param name="trust">What the configuration says of trust; null where nothing.</param>
    /// <param name="keeps">Whether what proves itself becomes the last good one.</param>
    /// <param name="say">Gets each package that is wanted or was good, and is not used.</param>
    /// <param name="accelerator">The library that this process will use; null: the program's own.</param>
    public static BoxModels Of(string stateDirectory, OrderSettings? trust, bool keeps, Action<ModelRefusal> say, Accelerator? accelerator = null)
    {
        InstalledModels? installed = null;

        // Anchors are read only where a package is asked for: what is wrong with them is told by those who need them.
        ModelFolders folders = ModelFolders.Default().With(name =>
        {
            if (!PackageShelf.Holds(stateDirectory, name))
            {
                return null;
            }

            installed ??= new InstalledModels(stateDirectory, trust is null ? null : AnchorFile.Read(trust.Anchors), keeps, say,
                accelerator is null ? null : AcceleratorProbe.OfThisProgram());
            return installed.Find(name);
        });
        return new BoxModels(folders, folder => installed?._answers.GetValueOrDefault(folder));
    }

    /// <summary>The folder of the package of this name that is to run.</summary>
    /// <returns>Null where none of this name was ever installed.</returns>
    /// <exception cref="Fault">There are some, and none may or can run.</exception>
    public string? Find(string name)
    {
        if (!PackageShelf.Holds(_stateDirectory, name))
        {
            return null;
        }

        if (!_chosen.TryGetValue(name, out string? folder))
        {
            folder = Choose(name, _shelf ?? throw new Fault(
                FaultKind.Denied, $"model {name}", "is installed as a package, and this box trusts nobody who could have signed it", "Give \"trust\" in the configuration."));
            _chosen.Add(name, folder);
        }

        return folder;
    }

    private string Choose(string name, PackageShelf shelf)
    {
        List<(string Hash, string Problem)> problems = [];
        IReadOnlyList<string> candidates = shelf.Candidates(name);
        foreach (string hash in candidates)
        {
            if (ProblemOf(name, hash, shelf) is string problem)
            {
                problems.Add((hash, problem));
                continue;
            }

            problems.ForEach(refused => _say(new ModelRefusal(name, refused.Hash, refused.Problem, hash)));
            if (_keeps && hash == candidates[0] && !shelf.IsGood(name, hash))
            {
                shelf.Keep(name, hash);
            }

            return shelf.FolderOf(name, hash);
        }

        problems.ForEach(refused => _say(new ModelRefusal(name, refused.Hash, refused.Problem, null)));
        string all = string.Join("; ", problems.Select(refused => $"package {refused.Hash[..12]}… is not used: {refused.Problem}"));
        throw new Fault(FaultKind.Corrupt, $"model {name}", $"no package of it can be used here: {all}", "Install one that is whole and made for this board (without int8 dot products: 7-bit weights, models/README.md).");
    }

    private string? ProblemOf(string name, string hash, PackageShelf shelf)
    {
        if (!shelf.TryVerify(name, hash, out ModelPackage? package, out Refusal? refusal))
        {
            return refusal.Problem;
        }

        try
        {
            string folder = shelf.FolderOf(name, hash);
            ModelManifest manifest = ModelManifest.Read(folder);
            PackedAnswer answer = new((ulong)package.Seed, File.ReadAllBytes(Path.Combine(folder, ModelPackage.GoldenFile)), package.Tolerance / 1000.0);
            _answers[folder] = answer;
            return manifest.Network.Path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? _probe is null ? GoldenAnswer.ProblemOf(manifest, answer) : _probe.ProblemOf(manifest, answer)
                : "its network lies outside of it";
        }
        catch (Fault fault)
        {
            return fault.Problem;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message.TrimEnd('.');
        }
    }
}
