using Vigie.Vision.Models;

namespace Vigie.Appliance.Models;

/// <summary>The models that a configuration can name.</summary>
/// <param name="folders">Where they are.</param>
/// <param name="answers">By folder, what the network of an installed package answered where it was packed; null where no package lies there.</param>
public sealed class BoxModels(ModelFolders folders, Func<string, PackedAnswer?> answers)
{
    /// <summary>Models of which none came as a package.</summary>
    public BoxModels(ModelFolders folders)
        : this(folders, _ => null)
    {
    }

    /// <summary>Reads the manifest of a model, and what its network must answer, whatever computes it.</summary>
    /// <exception cref="Vigie.Core.Fault">As <see cref="ModelFolders.Read"/>, or no package of this name can be used.</exception>
    public (ModelManifest Model, PackedAnswer? Answer) Read(string nameOrFolder)
    {
        string folder = folders.Find(nameOrFolder);
        return (ModelManifest.Read(folder), answers(folder));
    }
}
