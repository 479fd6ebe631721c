using System.Diagnostics;

namespace Vigie.Scenarios.Documents;

/// <summary>
/// What the documents of the models tell people to type on the measuring data works as printed, in a scratch checkout whose models are copies. What takes
/// a minute runs for <c>./tools/test --ci</c>; searches and the table of all models, which take many minutes, where VIGIE_MEASURE is set too.
/// </summary>
public sealed class MeasuringCommandsTest : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10), LongLimit = TimeSpan.FromHours(2);

    private readonly string _root = Directory.CreateTempSubdirectory("vigie-measuring-").FullName;

    private static string Shared { get; } = Environment.GetEnvironmentVariable("VIGIE_SHARED") ?? Checkout.At("../shared");

    private string Scratch => Path.Combine(_root, "checkout");

    public static TheoryData<string> Documents => [.. Directory.EnumerateDirectories(Checkout.At("models"))
        .Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists).Append(Checkout.At("models/README.md"))
        .Select(file => Path.GetRelativePath(Checkout.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_command_on_the_measuring_data_works(string document)
    {
        Thorough.Only();
        Assert.SkipUnless(Directory.Exists(Shared), "../shared absent");
        Checkout.SkipWithoutWeights();
        bool measures = Environment.GetEnvironmentVariable("VIGIE_MEASURE") is not null;
        Prepare();
        string script = Path.Combine(_root, "commands", document);
        Directory.CreateDirectory(Path.GetDirectoryName(script)!);
        string markdown = await File.ReadAllTextAsync(Checkout.At(document), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(script, Document.Typed(markdown, line => !IsOurs(line) && (measures || !IsLong(line))), TestContext.Current.CancellationToken);
        Stopwatch watch = Stopwatch.StartNew();
        (int exit, IReadOnlyList<string> lines) = await Script.RunAsync(
            Scratch, measures ? LongLimit : Limit, TestContext.Current.SendDiagnosticMessage, "-c", "export VIGIE_MODELS=$PWD/models\n" + DocumentsTest.Driver, "documents", script);
        TestContext.Current.SendDiagnosticMessage($"{document}: {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(exit == 0, string.Join('\n', lines.TakeLast(30)));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static bool IsLong(string command) => command.Contains(" --calibration ", StringComparison.Ordinal) || command.Contains(" table ", StringComparison.Ordinal);

    // A test of its own, which runs anyway.
    private static bool IsOurs(string command) => command.Contains("tests/Vigie.Tests/bin/", StringComparison.Ordinal);

    // As a person's checkout beside the data, with the authors' weights where the documents say that they go, and a clip of the site.
    private void Prepare()
    {
        Directory.CreateDirectory(Scratch);
        Directory.CreateSymbolicLink(Path.Combine(_root, "shared"), Path.GetFullPath(Shared));
        foreach (string entry in Directory.EnumerateFileSystemEntries(Checkout.Root).Where(entry => Path.GetFileName(entry) is not ("models" or ".git")))
        {
            File.CreateSymbolicLink(Path.Combine(Scratch, Path.GetFileName(entry)), entry);
        }

        foreach (string folder in Directory.EnumerateDirectories(Checkout.At("models")))
        {
            string model = Path.Combine(Scratch, "models", Path.GetFileName(folder));
            Directory.CreateDirectory(model);
            foreach (string file in Directory.EnumerateFiles(folder))
            {
                File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
            }
        }

        File.Copy(Checkout.At("models/README.md"), Path.Combine(Scratch, "models", "README.md"));
        foreach (string peer in new[] { "nanodet-plus-m", "yolox-nano" })
        {
            File.Copy(Path.Combine(Shared, "data", "peer-models", peer + "-416.onnx"), Path.Combine(Scratch, "models", peer, peer + "-416.onnx"), overwrite: true);
        }

        File.CreateSymbolicLink(
            Path.Combine(Scratch, "clip-of-the-site.mp4"),
            Directory.EnumerateFiles(Path.Combine(Path.GetFullPath(Shared), "data", "clips"), "one-by-one*").First());
    }
}
