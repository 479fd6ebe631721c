using System.Text.Json;
using Vigie.Appliance.Configuration;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>The configuration that was in force last, kept in the state directory: what a box runs when the file is refused.</summary>
internal static class LastGood
{
    private const string FileName = "configuration.last-good.json";

    // What systemd calls the directory of StateDirectory= (systemd.exec(5)).
    private const string DirectoryVariable = "STATE_DIRECTORY";

    /// <summary>Where it is kept.</summary>
    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, FileName);

    /// <summary>Since when it is kept.</summary>
    public static DateTimeOffset Since(string path) => File.GetLastWriteTimeUtc(path);

    /// <summary>
    /// Keeps a configuration, sealed: written whole and flushed beside the old one, then renamed into its place. The seal goes before and comes after, so that a power cut leaves the
    /// old one or the new, without a seal perhaps, and never with a wrong one.
    /// </summary>
    /// <exception cref="IOException">The disk does not take it; the old one stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public static void Keep(BoxPlan plan)
    {
        string path = PathIn(plan.Configuration.StateDirectory), seal = ConfigurationSeal.PathOf(path);
        if (File.Exists(seal))
        {
            File.Delete(seal);
            PrivateFile.FlushFolder(plan.Configuration.StateDirectory);
        }

        PrivateFile.Replace(path, plan.Bytes);
        PrivateFile.Replace(seal, ConfigurationSeal.Of(path, plan.Bytes));
    }

    /// <summary>
    /// The last good configuration that belongs to a refused one, if there is any: by its state directory, or systemd's, for a refused file may name another than it was meant to.
    /// </summary>
    /// <param name="refused">Path of the refused file.</param>
    /// <param name="path">Where it is.</param>
    public static bool TryFind(string refused, out string path)
    {
        string?[] asked = [StateDirectoryOf(refused), Environment.GetEnvironmentVariable(DirectoryVariable)?.Split(':')[0]];
        path = asked.OfType<string>().Select(PathIn).FirstOrDefault(File.Exists) ?? "";
        return path.Length > 0;
    }

    private static string? StateDirectoryOf(string file)
    {
        try
        {
            using JsonDocument document = ConfigurationReader.Parse(file, ConfigurationReader.ReadBytes(file));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("stateDirectory", out JsonElement value)
                && value.ValueKind == JsonValueKind.String
                && Path.IsPathRooted(value.GetString())
                ? value.GetString()
                : null;
        }
        catch (Fault)
        {
            // No JSON, or no such file: its complaint was told by who read it first.
            return null;
        }
    }
}
