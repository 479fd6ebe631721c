using System.Globalization;

namespace Vigie.Tests;

/// <summary>How many changed inputs a fuzz test tries of each way: 2,000, 20,000 for ./tools/test --ci, or as many as <c>VIGIE_MUTANTS</c> says (a release asks for 1,000,000).</summary>
internal static class FuzzRounds
{
    public static int Count { get; } = int.Parse(Environment.GetEnvironmentVariable("VIGIE_MUTANTS") ?? "0", CultureInfo.InvariantCulture) is > 0 and int asked ? asked : Thorough.Times(2_000, 20_000);
}
