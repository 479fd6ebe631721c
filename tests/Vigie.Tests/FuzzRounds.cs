using System.Globalization;

namespace Vigie.Tests;

/// <summary>How many changed inputs a fuzz test tries of each way: 20,000, or as many as <c>VIGIE_MUTANTS</c> says (a release asks for 1,000,000).</summary>
internal static class FuzzRounds
{
    public static int Count { get; } = int.Parse(Environment.GetEnvironmentVariable("VIGIE_MUTANTS") ?? "20000", CultureInfo.InvariantCulture);
}
