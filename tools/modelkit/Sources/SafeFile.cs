using Vigie.Core;

namespace Vigie.Modelkit.Sources;

/// <summary>Files that are either there whole or not at all.</summary>
public static class SafeFile
{
    /// <summary>Writes beside the target and renames into place.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string unfinished = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(unfinished, bytes);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Remove(unfinished);
            throw new Fault(FaultKind.Unavailable, path, $"cannot be written: {cause.Message.TrimEnd('.')}",
                "Make room or get the right to write there, or name another folder.", cause);
        }
    }

    private static void Remove(string unfinished)
    {
        if (File.Exists(unfinished))
        {
            File.Delete(unfinished);
        }
    }
}
