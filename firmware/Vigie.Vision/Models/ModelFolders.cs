using Vigie.Core;

namespace Vigie.Vision.Models;

/// <summary>
/// Finds the folder that <c>--model NAME|FOLDER</c> means. A folder with a model.json is taken as it is; a name is looked for in one
/// place: the folder that the environment variable VIGIE_MODELS names, else <c>models/</c> beside the executable, else
/// <c>models/</c> of the checkout that the executable lies in.
/// </summary>
/// <param name="root">The folder whose sub-folders are models.</param>
public sealed class ModelFolders(string root)
{
    private readonly Func<string, string?> _installed = _ => null;

    private ModelFolders(string root, Func<string, string?> installed)
        : this(root) => _installed = installed;

    /// <summary>Environment variable that names the folder of models.</summary>
    public const string Variable = "VIGIE_MODELS";

    /// <summary>The folder whose sub-folders are models.</summary>
    public string Root { get; } = root;

    /// <summary>Names of the models that are there, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(Root)
        ?
        [
            .. Directory.EnumerateDirectories(Root)
                .Where(folder => File.Exists(Path.Combine(folder, ModelManifest.FileName)))
                .Select(folder => Path.GetFileName(folder))
                .Order(StringComparer.Ordinal),
        ]
        : [];

    /// <summary>The models of this machine, as the environment and the executable's place say.</summary>
    public static ModelFolders Default() =>
        Of(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory);

    /// <summary>The models that a variable's value and an executable's folder lead to.</summary>
    public static ModelFolders Of(string? variable, string executableFolder)
    {
        if (!string.IsNullOrEmpty(variable))
        {
            return new ModelFolders(Path.GetFullPath(variable));
        }

        string beside = Path.Combine(executableFolder, "models");
        if (Directory.Exists(beside))
        {
            return new ModelFolders(beside);
        }

        for (DirectoryInfo? folder = new(executableFolder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            {
                return new ModelFolders(Path.Combine(folder.FullName, "models"));
            }
        }

        return new ModelFolders(beside);
    }

    /// <summary>These, and models that were installed under a name: they come before one of the same name among these.</summary>
    /// <param name="installed">The folder of an installed model by its name; null where none of that name is. May throw a fault.</param>
    public ModelFolders With(Func<string, string?> installed) => new(Root, installed);

    /// <summary>Reads the manifest of a model by its name or folder.</summary>
    /// <exception cref="Fault">
    /// <see cref="FaultKind.Unavailable"/> where there is none, with the models that exist; <see cref="FaultKind.Config"/> where the
    /// manifest is wrong.
    /// </exception>
    public ModelManifest Read(string nameOrFolder) => ModelManifest.Read(Find(nameOrFolder));

    /// <summary>The folder of a model by its name or folder.</summary>
    /// <exception cref="Fault"><see cref="FaultKind.Unavailable"/> where there is none, with the models that exist.</exception>
    public string Find(string nameOrFolder)
    {
        if (_installed(nameOrFolder) is string folder)
        {
            return folder;
        }

        if (File.Exists(Path.Combine(nameOrFolder, ModelManifest.FileName)))
        {
            return Path.GetFullPath(nameOrFolder);
        }

        bool name = nameOrFolder.Length > 0 && nameOrFolder.IndexOfAny(['/', '\\']) < 0;
        if (name && File.Exists(Path.Combine(Root, nameOrFolder, ModelManifest.FileName)))
        {
            return Path.Combine(Root, nameOrFolder);
        }

        string looked = name ? $"neither ./{nameOrFolder} nor {Path.Combine(Root, nameOrFolder)} holds" : "this folder does not hold";
        string known = Names.Count == 0
            ? $"there are no models under {Root}: set {Variable} to the folder that holds them"
            : $"one of {string.Join(", ", Names)}";
        throw new Fault(
            FaultKind.Unavailable,
            $"model {nameOrFolder}",
            $"{looked} a {ModelManifest.FileName}",
            $"Type --model with a folder that does, or with a name ({known}).");
    }
}
