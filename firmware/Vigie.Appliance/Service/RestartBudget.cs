using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>Says how long a camera's pipeline waits before it starts again: longer each time, jittered, and only so often an hour.</summary>
/// <param name="time">Clock.</param>
/// <param name="random">Jitter.</param>
internal sealed class RestartBudget(TimeProvider time, Random random)
{
    /// <summary>Restarts within an hour, before <see cref="LongDelay"/> lies between two.</summary>
    public const int MostAnHour = 20;

    /// <summary>Between two restarts beyond the limit.</summary>
    public static readonly TimeSpan LongDelay = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly WithinHour _restarts = new(time, MostAnHour);
    private readonly Backoff _backoff = new(First, random);

    /// <summary>It ran well for a while: the next wait is short again.</summary>
    public void Reset() => _backoff.Reset();

    /// <summary>Counts a restart.</summary>
    /// <param name="limited">Whether the limit is reached.</param>
    /// <returns>How long to wait before it.</returns>
    public TimeSpan Next(out bool limited)
    {
        _restarts.Add();
        limited = _restarts.Exceeds;
        TimeSpan jittered = _backoff.Next(Longest);
        return limited ? LongDelay : jittered;
    }
}
