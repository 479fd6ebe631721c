using Vigie.Core;

namespace Vigie.Trust.Signatures;

/// <summary>
/// The box's own key. It is made at the first start and never leaves: a file of mode 0600 below the state directory, or, where the
/// configuration names one, a key in the TPM. Whoever is root on the box can read the file; the TPM's key only be used by root.
/// </summary>
public static class BoxKey
{
    /// <summary>Where the file lies.</summary>
    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, "keys", "box.pem");

    /// <summary>Opens it, and makes it where there is none.</summary>
    /// <param name="stateDirectory">The box's state directory.</param>
    /// <param name="tpmKey">URI of a key in the TPM, for example <c>handle:0x81000001</c>; null for the file.</param>
    /// <exception cref="Fault">It is there and cannot be used. It is never replaced: a new key would be a new box.</exception>
    public static SigningKey OpenOrCreate(string stateDirectory, string? tpmKey = null)
    {
        if (tpmKey is not null)
        {
            return TpmKey.Open(tpmKey);
        }

        string path = PathIn(stateDirectory);
        PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
        return File.Exists(path) ? KeyFile.Open(path, () => "") : KeyFile.Create(path);
    }
}
