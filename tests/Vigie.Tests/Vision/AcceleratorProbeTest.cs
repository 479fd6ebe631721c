using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Vigie.Vision.Providers;

namespace Vigie.Tests.Vision;

/// <summary>Libraries of a board's own, good and bad, tried by the real program in child processes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AcceleratorProbeTest : IDisposable
{
    private const string Api = """
        #include <stdint.h>
        #include <stdlib.h>
        #include <unistd.h>
        typedef struct { const void *(*api)(uint32_t); const char *(*version)(void); } Base;
        static const void *api(uint32_t version) { (void)version; return 0; }
        static const char *version(void) { return VERSION; }
        static const Base base = { api, version };
        const Base *OrtGetApiBase(void) { return &base; }
        """;

    private readonly ModelFolder _model = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-accelerator-").FullName;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "vigie");

    private static string OwnLibrary => Path.Combine(
        AppContext.BaseDirectory, "runtimes", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64", "native", "libonnxruntime.so");

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Another_copy_of_the_library_is_used()
    {
        string copy = Copy();
        Accelerator accelerator = new(ProviderKind.Cpu, copy);
        Assert.Equal(new AcceleratorChoice(accelerator, null), Choose(accelerator));

        // The dynamic linker itself says what it loads.
        ProcessStartInfo start = new(Program, ["golden", "--model", _model.Path, "--library", copy]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LD_DEBUG"] = "files";
        using Process child = Process.Start(start)!;
        Task<string> said = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"calling init: {copy}", await said, StringComparison.Ordinal);
        Assert.DoesNotContain($"calling init: {OwnLibrary}", await said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProviderKind.Cuda, "CUDA")]
    [InlineData(ProviderKind.Xnnpack, "XNNPACK")]
    [InlineData(ProviderKind.Acl, "ACL")]
    public void A_provider_that_the_library_does_not_have_leaves_its_processor(ProviderKind provider, string name)
    {
        string copy = Copy();
        AcceleratorChoice choice = Choose(new Accelerator(provider, copy));
        Assert.Equal(new Accelerator(ProviderKind.Cpu, copy), choice.InUse);
        Assert.Equal($"{name} provider: not in the build of ONNX Runtime in {copy}", choice.Refusal);
    }

    [Fact]
    public void A_library_that_is_too_old_is_refused() =>
        Refused(Compile("old", "-DVERSION=\"1.16.0\"", Api), library => $"CUDA provider: ONNX Runtime 1.16.0 in {library} is too old, at least 1.31 is needed");

    [Fact]
    public void A_library_that_ends_its_process_is_refused() =>
        Refused(Compile("dying", "-DVERSION=\"1.31.1\"", Api + "\n__attribute__((constructor)) static void die(void) { abort(); }\n"),
            library => $"CUDA provider: {library} ended the process that tried it (signal 6)");

    [Fact]
    public void What_a_library_needs_and_is_not_there_is_named()
    {
        Compile("needed", "-DVERSION=\"1\"", "int needed(void) { return 1; }");
        string library = Compile("needing", "-DVERSION=\"1.31.1\"", Api + "\nint needed(void);\nint use(void) { return needed(); }\n", $"-L{_folder}", "-lneeded");
        File.Delete(Path.Combine(_folder, "libneeded.so"));
        Refused(library, _ => "CUDA provider: libneeded.so not found");
    }

    [Fact]
    public void A_library_of_something_else_is_refused() =>
        Refused(Compile("other", "-DVERSION=\"1\"", "int other(void) { return 1; }"), library => $"CUDA provider: {library} is not ONNX Runtime");

    [Fact]
    public void A_file_that_is_no_library_is_refused()
    {
        string file = Path.Combine(_folder, "libonnxruntime.so");
        File.WriteAllBytes(file, [.. Enumerable.Range(0, 5000).Select(index => (byte)(index * 7))]);
        AcceleratorChoice choice = Choose(new Accelerator(ProviderKind.Cuda, file));
        Assert.Null(choice.InUse);
        Assert.StartsWith($"CUDA provider: {file} cannot be loaded: ", choice.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', choice.Refusal!);
    }

    [Fact]
    public void A_path_where_nothing_is_is_refused() =>
        Refused(Path.Combine(_folder, "absent.so"), library => $"CUDA provider: {library} is not there");

    [Fact]
    public void Answers_that_differ_are_refused_and_those_that_differ_little_are_not()
    {
        AcceleratorChoice wrong = ChooseWith("case \"$*\" in *Cuda*) printf '\\0\\0\\200\\277';; *) printf '\\0\\0\\200\\077';; esac");
        Assert.Equal(ProviderKind.Cpu, wrong.InUse!.Provider);
        Assert.Equal("CUDA provider: its answers are 200 % off those of the processor with tiny", wrong.Refusal);
        AcceleratorChoice right = ChooseWith("case \"$*\" in *Cuda*) printf '\\1\\1\\200\\077';; *) printf '\\0\\0\\200\\077';; esac");
        Assert.Equal(ProviderKind.Cuda, right.InUse!.Provider);
        Assert.Null(right.Refusal);
        Assert.Null(ChooseWith("case \"$*\" in *Cpu*) ;; *) printf '\\0\\0\\200\\077';; esac").InUse);
    }

    [Fact]
    public void A_library_that_never_answers_is_given_up()
    {
        AcceleratorChoice choice = ChooseWith("case \"$*\" in *--library*) exec sleep 60;; *) printf '\\0\\0\\200\\077';; esac", TimeSpan.FromSeconds(5));
        Assert.Null(choice.InUse);
        Assert.Equal("CUDA provider: no answer within 5 s", choice.Refusal);
    }

    [Theory]
    [InlineData(
        3,
        "vigie: CUDA provider: [ErrorCode:Fail] Failed to load library libonnxruntime_providers_cuda.so with error: libcublas.so.12: cannot open shared object file: No such file or directory. Install it.",
        "libcublas.so.12 not found")]
    [InlineData(3, "vigie: CUDA provider: [ErrorCode:Fail] no CUDA-capable device is detected. Install it.", "no CUDA-capable device is detected")]
    [InlineData(139, "", "/x.so ended the process that tried it (signal 11)")]
    [InlineData(1, "something else", "/x.so ended the process that tried it (code 1)")]
    public void What_a_child_says_becomes_one_sentence(int exitCode, string said, string sentence) =>
        Assert.Equal(sentence, AcceleratorProbe.Sentence(exitCode, said, "/x.so"));

    private void Refused(string library, Func<string, string> sentence) =>
        Assert.Equal(new AcceleratorChoice(null, sentence(library)), Choose(new Accelerator(ProviderKind.Cuda, library)));

    private AcceleratorChoice Choose(Accelerator accelerator) => new AcceleratorProbe(Program).Choose(_model.Manifest, accelerator);

    private AcceleratorChoice ChooseWith(string script, TimeSpan? patience = null)
    {
        string program = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new AcceleratorProbe(program, patience).Choose(_model.Manifest, new Accelerator(ProviderKind.Cuda, "/board.so"));
    }

    private string Copy()
    {
        Assert.SkipUnless(File.Exists(OwnLibrary), $"{OwnLibrary} absent");
        string copy = Path.Combine(_folder, "libonnxruntime.so");
        File.Copy(OwnLibrary, copy);
        return copy;
    }

    private string Compile(string name, string definition, string source, params string[] more)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "gcc absent");
        string code = Path.Combine(_folder, name + ".c"), library = Path.Combine(_folder, $"lib{name}.so");
        File.WriteAllText(code, source);
        using Process compiler = Process.Start(new ProcessStartInfo("/usr/bin/gcc", ["-shared", "-fPIC", definition, "-o", library, code, .. more]) { RedirectStandardError = true })!;
        string said = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.True(compiler.ExitCode == 0, said);
        return library;
    }
}
