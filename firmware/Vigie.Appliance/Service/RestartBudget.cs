using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>Says how long a camera's pipeline waits before it starts again: longer each time, jittered, and only so often an hour.</summary>
/// <param name="camera">Its name.</param>
/// <param name="logger">Told each restart, and when the limit is reached.</param>
/// <param name="time">Clock.</param>
/// <param name="random">Jitter.</param>
internal sealed class RestartBudget(string camera, ILogger logger, TimeProvider time, Random random)
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
    /// <param name="problem">Why it starts again, a sentence.</param>
    /// <returns>How long to wait before it.</returns>
    public TimeSpan Next(string problem)
    {
        _restarts.Add();
        bool limited = _restarts.Exceeds;
        TimeSpan jittered = _backoff.Next(Longest), delay = limited ? LongDelay : jittered;
        ServiceLog.CameraRestarts(logger, camera, problem, delay.TotalSeconds);
        if (limited)
        {
            ServiceLog.RestartLimit(logger, camera, MostAnHour, delay.TotalMinutes);
        }

        return delay;
    }
}
