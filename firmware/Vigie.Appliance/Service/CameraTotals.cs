namespace Vigie.Appliance.Service;

/// <summary>What a camera's earlier runs came to, so that its counts never go back. Any thread.</summary>
internal sealed class CameraTotals
{
    private readonly Lock _gate = new();
    private (long Frames, long Inferences, long Stuck, long Dropped, long Reconnections) _past;
    private CameraRun? _added;

    /// <summary>Adds a run that is over.</summary>
    public void Add(CameraRun run)
    {
        lock (_gate)
        {
            _past = Sum(run);
            _added = run;
        }
    }

    /// <summary>All runs together.</summary>
    /// <param name="run">The one that runs, if any does.</param>
    public (long Frames, long Inferences, long Stuck, long Dropped, long Reconnections) With(CameraRun? run)
    {
        lock (_gate)
        {
            return run is null || run == _added ? _past : Sum(run);
        }
    }

    private (long Frames, long Inferences, long Stuck, long Dropped, long Reconnections) Sum(CameraRun run)
    {
        (long frames, long inferences, long stuck) = run.Count();
        return (
            _past.Frames + frames,
            _past.Inferences + inferences,
            _past.Stuck + stuck,
            _past.Dropped + run.Dropped,
            _past.Reconnections + run.Feed.Restarts);
    }
}
