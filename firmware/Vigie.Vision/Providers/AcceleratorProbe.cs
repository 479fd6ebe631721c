using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Vigie.Vision.Models;

namespace Vigie.Vision.Providers;

/// <summary>
/// Tries a board's own library and provider in child processes of this program, on a model's golden picture, and holds the answer to the one of the
/// program's own library on the processor. What crashes, hangs, is too old or answers otherwise is refused with one sentence, and the processor goes on.
/// </summary>
/// <param name="program">The executable to start; it must know the command <see cref="Command"/>.</param>
/// <param name="patience">How long a child may take; ten minutes where absent.</param>
public sealed partial class AcceleratorProbe(string program, TimeSpan? patience = null)
{
    /// <summary>The command of the executable that writes a golden answer.</summary>
    public const string Command = "golden";

    // TensorRT builds an engine first, for minutes on a small board.
    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(10);

    private readonly TimeSpan _patience = patience ?? LongestBuild;

    /// <summary>One that starts the program that runs.</summary>
    public static AcceleratorProbe OfThisProgram() => new(Environment.ProcessPath!);

    /// <summary>Tries an accelerator with a model.</summary>
    public AcceleratorChoice Choose(ModelManifest model, Accelerator accelerator)
    {
        (float[] wanted, string? hindrance) = Ask(model, null);
        if (hindrance is not null)
        {
            return new AcceleratorChoice(null, $"{accelerator.Name} provider: cannot be tried: {hindrance}");
        }

        // A library that does not even compute as ours does is not used at all.
        Accelerator plain = accelerator with { Provider = ProviderKind.Cpu };
        if (Refusal(model, plain, wanted) is { } unusable)
        {
            return new AcceleratorChoice(null, $"{accelerator.Name} provider: {unusable}");
        }

        string? refusal = accelerator == plain ? null : Refusal(model, accelerator, wanted);
        return refusal is null ? new AcceleratorChoice(accelerator, null) : new AcceleratorChoice(plain, $"{accelerator.Name} provider: {refusal}");
    }

    /// <summary>What <see cref="GoldenAnswer.ProblemOf(ModelManifest, ulong, ReadOnlySpan{byte}, double)"/> says, with the network run in a child.</summary>
    public string? ProblemOf(ModelManifest model, ulong seed, ReadOnlySpan<byte> golden, double tolerance)
    {
        (float[] answer, string? hindrance) = Ask(model, null, seed);
        return hindrance ?? GoldenAnswer.ProblemOf(model, answer, golden, tolerance);
    }

    private string? Refusal(ModelManifest model, Accelerator accelerator, float[] wanted)
    {
        (float[] answer, string? hindrance) = Ask(model, accelerator);
        if (hindrance is not null)
        {
            return hindrance;
        }

        double difference = GoldenRun.Difference(wanted, answer);
        return difference <= GoldenRun.Tolerance
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"its answers are {100 * Math.Min(difference, 10):0} % off those of the processor with {model.Name}");
    }

    // All outputs in the order of the head, or why there are none.
    private (float[] Answer, string? Hindrance) Ask(ModelManifest model, Accelerator? accelerator, ulong seed = GoldenPattern.DefaultSeed)
    {
        List<string> arguments = [Command, "--model", Path.GetDirectoryName(model.File)!, "--seed", seed.ToString(CultureInfo.InvariantCulture)];
        if (accelerator is not null)
        {
            arguments.AddRange(["--provider", accelerator.Provider.ToString(), "--library", accelerator.Library]);
        }

        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process child = Process.Start(start)!;
        using MemoryStream answer = new();
        Task read = child.StandardOutput.BaseStream.CopyToAsync(answer);
        Task<string> said = child.StandardError.ReadToEndAsync();
        if (!child.WaitForExit(_patience))
        {
            child.Kill(entireProcessTree: true);
            return ([], string.Create(CultureInfo.InvariantCulture, $"no answer within {_patience.TotalSeconds:0} s"));
        }

        Task.WaitAll(read, said);
        return child.ExitCode == 0 ? (MemoryMarshal.Cast<byte, float>(answer.ToArray()).ToArray(), null) : ([], Sentence(child.ExitCode, said.Result, accelerator?.Library ?? program));
    }

    /// <summary>What a child's end means, in words that a person can act on.</summary>
    internal static string Sentence(int exitCode, string said, string library)
    {
        const int Signal = 128;
        if (MissingLibrary().Match(said) is { Success: true } missing)
        {
            return $"{missing.Groups[1].Value} not found";
        }

        if (said.Contains("in this build", StringComparison.Ordinal))
        {
            return $"not in the build of ONNX Runtime in {library}";
        }

        string last = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault(line => line.StartsWith("vigie: ", StringComparison.Ordinal)) ?? "";
        return exitCode > Signal
            ? string.Create(CultureInfo.InvariantCulture, $"{library} ended the process that tried it (signal {exitCode - Signal})")
            : last.Length > 0
                ? Problem(last["vigie: ".Length..])
                : string.Create(CultureInfo.InvariantCulture, $"{library} ended the process that tried it (code {exitCode})");
    }

    // A fault's message is "subject: problem. Remedy."; the remedies of a child are not the reader's.
    private static string Problem(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return Preamble().Replace(end < 0 ? message.TrimEnd('.') : message[..end], "");
    }

    [GeneratedRegex(@"^(ONNX Runtime|\w+ provider): (\[ErrorCode:\w+\] )?")]
    private static partial Regex Preamble();

    // As the dynamic linker says it, for the library itself and for those that it needs.
    [GeneratedRegex(@"([^\s/:'""]+\.so[^\s:'""]*): cannot open shared object file")]
    private static partial Regex MissingLibrary();
}
