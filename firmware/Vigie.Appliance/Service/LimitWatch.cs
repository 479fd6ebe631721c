using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Health;
using Vigie.Scene.Tracking;

namespace Vigie.Appliance.Service;

/// <summary>
/// Says which limits are reached, by the health record: frames that were dropped, objects followed, child processes. About once a second, from
/// one thread. (Restarts: <see cref="RestartBudget"/>. Log lines: the log itself. Outbox: gap records.)
/// </summary>
/// <param name="logger">Where it is said.</param>
/// <param name="time">Clock.</param>
internal sealed class LimitWatch(ILogger logger, TimeProvider time)
{
    // Dropped frames are told by their sum: some are lost whenever the machine does something else for a moment.
    private static readonly TimeSpan SumOver = TimeSpan.FromMinutes(1);

    // Two decode a camera; as many again while one connection takes the other's place.
    private const int ChildrenPerCamera = 4;

    private readonly Dictionary<string, (long Frames, long Dropped)> _counted = [];
    private long _countedAt = time.GetTimestamp();

    /// <summary>Looks.</summary>
    public void Look(ImmutableArray<CameraHealth> cameras, MachineHealth machine)
    {
        foreach (CameraHealth camera in cameras.Where(camera => camera.Tracks >= TrackerOptions.DefaultMaximumTracks))
        {
            ServiceLog.TrackLimit(logger, camera.Name, camera.Tracks);
        }

        int most = ChildrenPerCamera * cameras.Length;
        if (machine.Children is { } children && children > most)
        {
            ServiceLog.ChildLimit(logger, children, most);
        }

        if (time.GetElapsedTime(_countedAt) >= SumOver)
        {
            _countedAt = time.GetTimestamp();
            SayDropped(cameras);
        }
    }

    private void SayDropped(ImmutableArray<CameraHealth> cameras)
    {
        foreach (CameraHealth camera in cameras)
        {
            // A camera that was restarted with another configuration counts from zero again.
            (long frames, long dropped) = _counted.GetValueOrDefault(camera.Name) is var before && before.Dropped <= camera.Dropped && before.Frames <= camera.Frames
                ? (camera.Frames - before.Frames, camera.Dropped - before.Dropped)
                : (camera.Frames, camera.Dropped);
            if (dropped > 0)
            {
                ServiceLog.FramesDropped(logger, camera.Name, dropped, frames + dropped);
            }
        }

        _counted.Clear();
        foreach (CameraHealth camera in cameras)
        {
            _counted[camera.Name] = (camera.Frames, camera.Dropped);
        }
    }
}
