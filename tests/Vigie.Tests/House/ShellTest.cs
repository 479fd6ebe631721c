using System.Diagnostics;

namespace Vigie.Tests.House;

/// <summary>The scripts are read by shellcheck, where it is installed.</summary>
public sealed class ShellTest
{
    [Fact]
    public void Scripts_are_clean() => Assert.Equal("", Shellcheck([.. SourceTree.Shell]));

    [Fact]
    public void An_unquoted_path_is_a_breach()
    {
        string script = Path.GetTempFileName();
        File.WriteAllText(script, "#!/bin/sh\nrm $1\n");
        Assert.Contains("SC2086", Shellcheck([script]), StringComparison.Ordinal);
        File.Delete(script);
    }

    private static string Shellcheck(string[] files)
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, "shellcheck")).FirstOrDefault(File.Exists);
        Assert.SkipUnless(program is not null, "shellcheck is not installed");
        using Process process = Process.Start(new ProcessStartInfo(program, ["-x", "-f", "gcc", .. files])
        {
            WorkingDirectory = SourceTree.Root,
            RedirectStandardOutput = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
