using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Vigie.Modelkit.Sources;
using Vigie.Tests.House;

namespace Vigie.Tests.Modelkit;

/// <summary>The real TensorFlow.js, kept in the user's cache: what the converted network is held against.</summary>
internal sealed class TensorFlowJs
{
    private const string Version = "4.22.0";

    private static readonly string[] Packages = ["core", "converter", "backend-cpu"];

    private readonly string _folder = Path.Combine(PackageCache.OfUser().Root, $"tensorflow-js-{Version}");

    /// <summary>Installs it if it is not there; says why it cannot.</summary>
    public async Task<string?> PrepareAsync()
    {
        foreach (string program in new[] { "node", "npm" })
        {
            if (await RunAsync(program, ["--version"]) is not { ExitCode: 0 })
            {
                return $"{program} absent";
            }
        }

        if (File.Exists(Path.Combine(_folder, "complete")))
        {
            return null;
        }

        Directory.CreateDirectory(_folder);
        string[] wanted = [.. Packages.Select(package => $"@tensorflow/tfjs-{package}@{Version}")];
        (int exitCode, string said) = await RunAsync("npm", ["install", "--prefix", _folder, "--ignore-scripts", "--no-audit", "--no-fund", .. wanted]);
        if (exitCode != 0)
        {
            return $"npm could not install TensorFlow.js: {said.Trim()}";
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "complete"), "");
        return null;
    }

    /// <summary>Computes what some nodes of a graph model give for an input of this shape.</summary>
    public async Task<float[][]> ComputeAsync(string graph, float[] input, int[] shape, IReadOnlyList<string> nodes)
    {
        string folder = Directory.CreateTempSubdirectory("vigie-tensorflow-").FullName;
        try
        {
            string inputFile = Path.Combine(folder, "input");
            await File.WriteAllBytesAsync(inputFile, MemoryMarshal.AsBytes<float>(input).ToArray());
            string results = Directory.CreateDirectory(Path.Combine(folder, "results")).FullName;
            string script = SourceTree.Full("tests/Vigie.Tests/Modelkit/tensorflow.mjs");
            (int exitCode, string said) = await RunAsync("node", [script, Path.Combine(_folder, "node_modules"), graph, inputFile, results, string.Join('x', shape), .. nodes]);
            Assert.True(exitCode == 0, said);
            return [.. nodes.Select((_, index) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(results, $"{index}"))).ToArray())];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string program, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string error = await process.StandardError.ReadToEndAsync();
            await output;
            await process.WaitForExitAsync();
            return (process.ExitCode, error);
        }
        catch (Win32Exception)
        {
            return (-1, $"{program} is not installed");
        }
    }
}
