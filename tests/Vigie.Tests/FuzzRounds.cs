using System.Globalization;

namespace Vigie.Tests;

/// <summary>How many changed inputs a fuzz test tries of each way: 2,000, 20,000 for ./tools/test --ci, or as many as <c>VIGIE_MUTANTS</c> says (a release asks for 1,000,000).</summary>
internal static class FuzzRounds
{
    public static int Count { get; } = Environment.GetEnvironmentVariable("VIGIE_MUTANTS") is { } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : Thorough.Times(2_000, 20_000);
}
