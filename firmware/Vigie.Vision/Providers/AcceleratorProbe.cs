using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Vigie.Vision.Models;

namespace Vigie.Vision.Providers;

/// <summary>
/// Tries a board's own library and provider in child processes of this program, on a model's golden picture, and holds the answer to the one that came
/// with the model's package, or, for a model without a package, to the one of the program's own library on the processor. What crashes, hangs, is too old or answers otherwise is refused with one sentence, and the processor goes on.
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
    /// <param name="model">The model.</param>
    /// <param name="accelerator">The board's library and provider.</param>
    /// <param name="packed">What the network answered where the model was packed; null: it did not come as a package.</param>
    public AcceleratorChoice Choose(ModelManifest model, Accelerator accelerator, PackedAnswer? packed = null)
    {
        Func<float[], string?> judge;
        if (packed is not null)
        {
            judge = answer => GoldenAnswer.ProblemOf(model, answer, packed.Golden.Span, packed.Tolerance);
        }
        else
        {
            (float[] wanted, string? hindrance) = Ask(model, null, GoldenPattern.DefaultSeed);
            if (hindrance is not null)
            {
                return new AcceleratorChoice(null, $"{accelerator.Name} provider: cannot be tried: {hindrance}");
            }

            judge = answer => Difference(model, wanted, answer);
        }

        ulong seed = packed?.Seed ?? GoldenPattern.DefaultSeed;

        // A library that does not even compute as ours does is not used at all.
        Accelerator plain = accelerator with { Provider = ProviderKind.Cpu };
        if (Refusal(model, plain, seed, judge) is { } unusable)
        {
            return new AcceleratorChoice(null, $"{accelerator.Name} provider: {unusable}");
        }

        string? refusal = accelerator == plain ? null : Refusal(model, accelerator, seed, judge);
        return refusal is null ? new AcceleratorChoice(accelerator, null) : new AcceleratorChoice(plain, $"{accelerator.Name} provider: {refusal}");
    }

    /// <summary>What <see cref="GoldenAnswer.ProblemOf(ModelManifest, PackedAnswer)"/> says, with the network run in a child.</summary>
    public string? ProblemOf(ModelManifest model, PackedAnswer packed)
    {
        (float[] answer, string? hindrance) = Ask(model, null, packed.Seed);
        return hindrance ?? GoldenAnswer.ProblemOf(model, answer, packed.Golden.Span, packed.Tolerance);
    }

    private string? Refusal(ModelManifest model, Accelerator accelerator, ulong seed, Func<float[], string?> judge)
    {
        (float[] answer, string? hindrance) = Ask(model, accelerator, seed);
        return hindrance ?? judge(answer);
    }

    private static string? Difference(ModelManifest model, float[] wanted, float[] answer)
    {
        double difference = GoldenRun.Difference(wanted, answer);
        return difference <= GoldenRun.Tolerance
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"its answers are {100 * Math.Min(difference, 10):0} % off those of the processor with {model.Name}");
    }

    // All outputs in the order of the head, or why there are none.
    private (float[] Answer, string? Hindrance) Ask(ModelManifest model, Accelerator? accelerator, ulong seed)
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
