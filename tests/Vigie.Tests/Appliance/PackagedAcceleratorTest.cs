using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Vigie.Tests.Trust;
using Vigie.Tests.Vision;
using Vigie.Trust.Packages;
using Vigie.Trust.Signatures;
using Vigie.Vision.Models;

namespace Vigie.Tests.Appliance;

/// <summary>A board's own library is asked for the golden answer that came with an installed package, by the real program.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PackagedAcceleratorTest : IDisposable
{
    // ONNX Runtime's own library, loaded and handed on, but for one function of its interface: runs end well and compute nothing.
    private const string Idle = """
        #include <dlfcn.h>
        #include <stdint.h>
        #include <string.h>
        typedef struct { const void *(*api)(uint32_t); const char *(*version)(void); } Base;
        static const void *functions[FUNCTIONS];
        static const Base *theirs;
        static void *run(void) { return 0; }
        static const void *api(uint32_t version) {
            const void *all = theirs->api(version);
            if (!all) return 0;
            memcpy(functions, all, sizeof functions);
            functions[RUN] = (const void *)run;
            return functions;
        }
        static const char *version(void) { return theirs->version(); }
        static const Base base = { api, version };
        const Base *OrtGetApiBase(void) {
            if (!theirs) theirs = ((const Base *(*)(void))dlsym(dlopen(LIBRARY, RTLD_NOW), "OrtGetApiBase"))();
            return &base;
        }
        """;

    private readonly Town _town = new();
    private readonly Vision.ModelFolder _model = new();

    private static string OwnLibrary => Path.Combine(
        AppContext.BaseDirectory, "runtimes", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64", "native", "libonnxruntime.so");

    private string Configuration => Path.Combine(_town.Folder, "box.json");

    public PackagedAcceleratorTest()
    {
        _model.WriteNetwork(new TinyNetwork("image", [1, 3, Vision.ModelFolder.Height, Vision.ModelFolder.Width])
            .Output("rows", Vision.ModelFolder.RowsShape, Vision.ModelFolder.Rows((1, 0, 0.9f, 2))).ToBytes());
        _model.WriteManifest();
        Dictionary<string, byte[]> files = Directory.GetFiles(_model.Path).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        files[ModelPackage.GoldenFile] = GoldenAnswer.Record(_model.Manifest, 5);
        byte[] archive = PackageArchive.Pack(_town.Maker, "tiny", 5, 60, files);
        Assert.True(PackageArchive.TryOpen(archive, _town.Anchors, Town.Now, out OpenedPackage? opened, out Refusal? refusal), refusal?.ToString());
        new PackageShelf(_town.Folder, _town.Anchors).Put(opened);
    }

    public void Dispose()
    {
        _model.Dispose();
        _town.Dispose();
    }

    [Fact]
    public async Task A_library_that_answers_as_packed_is_used()
    {
        Assert.SkipUnless(File.Exists(OwnLibrary), $"{OwnLibrary} absent");
        string copy = Path.Combine(_town.Folder, "libonnxruntime.so");
        File.Copy(OwnLibrary, copy);
        Assert.StartsWith($"{Configuration}: right.", await CheckAsync(copy), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_computes_otherwise_is_refused_by_the_golden_answer() => Assert.Matches(
        "^CPU provider: it does not compute here what it did where it was packed: output rows is [0-9.]+ % off, 6.0 % at most; the processor does the work.\n",
        await CheckAsync(CompileIdle()));

    private async Task<string> CheckAsync(string library)
    {
        WriteAnchors();
        JsonObject root = new()
        {
            ["site"] = "reims",
            ["device"] = "box-1",
            ["stateDirectory"] = _town.Folder,
            ["trust"] = new JsonObject { ["anchors"] = Path.Combine(_town.Folder, "anchors.json") },
            ["accelerator"] = new JsonObject { ["provider"] = "cpu", ["library"] = library },
            ["cameras"] = new JsonArray(new JsonObject { ["name"] = "square", ["model"] = "tiny" }),
        };
        await File.WriteAllTextAsync(Configuration, root.ToJsonString(), TestContext.Current.CancellationToken);
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "vigie"), ["config", "check", Configuration]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process program = Process.Start(start)!;
        Task<string> error = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        Assert.Equal(0, program.ExitCode);
        return said;
    }

    private void WriteAnchors()
    {
        JsonObject anchor = new()
        {
            ["name"] = "Maker",
            ["roles"] = new JsonArray("maker"),
            ["key"] = _town.Maker.Public.ToPem(),
            ["from"] = "2020-01-01",
            ["to"] = "2099-01-01",
        };
        string file = Path.Combine(_town.Folder, "anchors.json");
        File.WriteAllText(file, new JsonObject { ["anchors"] = new JsonArray(anchor) }.ToJsonString());
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string CompileIdle()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "gcc absent");
        Assert.SkipUnless(File.Exists(OwnLibrary), $"{OwnLibrary} absent");

        // The managed part knows the interface: a structure of as many pointers.
        Type api = typeof(InferenceSession).Assembly.GetType("Microsoft.ML.OnnxRuntime.OrtApi", throwOnError: true)!;
        int functions = Marshal.SizeOf(api) / IntPtr.Size, run = (int)Marshal.OffsetOf(api, "RunWithBinding") / IntPtr.Size;
        string code = Path.Combine(_town.Folder, "idle.c"), library = Path.Combine(_town.Folder, "libidle.so");
        File.WriteAllText(code, Idle);
        string[] arguments = ["-shared", "-fPIC", $"-DFUNCTIONS={functions}", $"-DRUN={run}", $"-DLIBRARY=\"{OwnLibrary}\"", "-o", library, code, "-ldl"];
        using Process compiler = Process.Start(new ProcessStartInfo("/usr/bin/gcc", arguments) { RedirectStandardError = true })!;
        string said = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.True(compiler.ExitCode == 0, said);
        return library;
    }
}
