using Vigie.Core;

namespace Vigie.Modelkit.Sources;

/// <summary>Folders that are either there whole or not at all.</summary>
public static class SafeFolder
{
    /// <summary>Fills a folder beside the target and renames it into place; where filling fails nothing is left.</summary>
    /// <param name="path">The folder to be; it must not exist yet, or be empty.</param>
    /// <param name="fill">Writes into the folder that it is given.</param>
    public static void Write(string path, Action<string> fill)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        RequireFree(path);
        string unfinished = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(unfinished);
            fill(unfinished);
            if (Directory.Exists(path))
            {
                Directory.Delete(path);
            }

            Directory.Move(unfinished, path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Unavailable, path, $"cannot be written: {cause.Message.TrimEnd('.')}",
                "Make room or get the right to write there, or name another folder.", cause);
        }
        finally
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }
        }
    }

    /// <summary>Refuses a path at which something is already.</summary>
    public static void RequireFree(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new Fault(FaultKind.Config, path, "exists already, and is not overwritten", "Name another folder with --output, or remove this one.");
        }
    }
}
