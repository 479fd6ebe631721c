namespace Vigie.Tests;

/// <summary>What <c>./tools/test --ci</c> does wholly and <c>./tools/test</c>, which has ten minutes, in part: many times the same, or many of one kind.</summary>
internal static class Thorough
{
    public static bool IsAsked { get; } = Environment.GetEnvironmentVariable("VIGIE_CI") is not null;

    public static int Times(int few, int many) => IsAsked ? many : few;

    /// <summary>Skips a test that is only for ./tools/test --ci, unless it is one of those that always run.</summary>
    public static void Only(bool unless = false) => Assert.SkipUnless(unless || IsAsked, "only for ./tools/test --ci");
}
