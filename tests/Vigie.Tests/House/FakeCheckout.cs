using System.Diagnostics;

namespace Vigie.Tests.House;

/// <summary>
/// A checkout with the real scripts and a `dotnet` that only pretends: it counts its builds and leaves a shell script as the
/// program, which tells its arguments, folder and process number. So the scripts are tested in milliseconds.
/// </summary>
internal sealed class FakeCheckout : IDisposable
{
    private const string Dotnet = """
        #!/usr/bin/env bash
        [[ $1 == build ]] || { echo 10.0.100; exit 0; }
        [[ -z ${FAKE_BROKEN:-} ]] || { echo "$2(1,2): error CS0001: it does not compile [$2]"; exit 1; }
        echo built >>"$FAKE_BUILDS"
        sleep 0.2
        program=$(dirname "$2")/bin/Release/net10.0/$(basename "$2" .csproj)
        mkdir -p "$(dirname "$program")"
        printf '#!/usr/bin/env bash\nprintf "[%%s]" "$@"; pwd; echo $$; exit ${FAKE_EXIT:-0}\n' >"$program"
        chmod +x "$program"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("vigie house ").FullName;

    public FakeCheckout()
    {
        foreach (string folder in new[] { "tools/edgectl", "firmware/Vigie.Core", "bin", "elsewhere" })
        {
            Directory.CreateDirectory(At(folder));
        }

        foreach (string script in new[] { "run", "checkout.sh", "prepare" })
        {
            File.Copy(SourceTree.Full($"tools/{script}"), At($"tools/{script}"));
        }

        // A copy is executable where its original is.
        File.Copy(SourceTree.Full("tools/run"), At("bin/dotnet"));
        File.WriteAllText(At("bin/dotnet"), Dotnet);
        foreach (string file in new[] { "Directory.Build.props", "global.json", ".editorconfig", "firmware/Vigie.Core/A.cs" })
        {
            File.WriteAllText(At(file), "one");
        }
    }

    /// <summary>Variables of the processes to come.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public int Builds => File.Exists(At("builds")) ? File.ReadAllLines(At("builds")).Length : 0;

    public string At(string path) => Path.Combine(_folder, path);

    public Process Start(string script, params string[] arguments)
    {
        ProcessStartInfo start = new("bash", [At(script), .. arguments])
        {
            WorkingDirectory = At("elsewhere"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{At("bin")}:{System.Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["FAKE_BUILDS"] = At("builds");
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public (int Exit, string Output, string Error) Run(string script, params string[] arguments) => Finish(Start(script, arguments));

    public static (int Exit, string Output, string Error) Finish(Process process)
    {
        using Process ended = process;
        Task<string> error = ended.StandardError.ReadToEndAsync();
        string output = ended.StandardOutput.ReadToEnd();
        ended.WaitForExit();
        return (ended.ExitCode, output, error.GetAwaiter().GetResult());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
