using System.Runtime.InteropServices;

namespace Vigie.Modelkit.Evaluation;

/// <summary>The processor on which times are measured.</summary>
/// <param name="Name">What it calls itself, or its architecture.</param>
/// <param name="DotProducts">Name of its instructions for sums of 8-bit products; null where it has none, and integers gain little.</param>
public sealed record Processor(string Name, string? DotProducts)
{
    private const string File = "/proc/cpuinfo";

    // Intel SDM: AVX512_VNNI, AVX-VNNI. Arm ARM: FEAT_DotProd.
    private static readonly string[] Instructions = ["avx512_vnni", "avx_vnni", "asimddp"];

    /// <summary>This machine's.</summary>
    public static Processor OfThisMachine() => Read(System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "");

    /// <summary>Reads what Linux says in <c>/proc/cpuinfo</c>.</summary>
    public static Processor Read(string information)
    {
        (string Key, string Value)[] lines =
        [
            .. information.Split('\n').Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0].Trim(), parts[1].Trim())),
        ];
        string[] features = [.. lines.Where(line => line.Key is "flags" or "Features").Take(1).SelectMany(line => line.Value.Split(' '))];
        string name = lines.FirstOrDefault(line => line.Key is "model name" or "Model").Value ?? RuntimeInformation.ProcessArchitecture.ToString();
        return new Processor(name, Instructions.FirstOrDefault(features.Contains));
    }
}
