using System.Diagnostics;

namespace Vigie.Tests.Delivery;

/// <summary>Waits for what another thread or process does.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<bool> condition, string otherwise, double seconds = 60)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < seconds, otherwise);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
