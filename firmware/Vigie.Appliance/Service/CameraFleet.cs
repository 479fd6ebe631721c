using System.Collections.Immutable;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Health;

namespace Vigie.Appliance.Service;

/// <summary>All cameras of a box. A changed configuration restarts those whose part changed; the others do not notice.</summary>
internal sealed class CameraFleet(WorkerParts parts) : IAsyncDisposable
{
    private ImmutableArray<CameraWorker> _workers = [];

    /// <summary>The workers, by number.</summary>
    public ImmutableArray<CameraWorker> Workers => _workers;

    /// <summary>Makes these cameras run.</summary>
    /// <param name="plans">What is asked now.</param>
    /// <param name="renew">Called when those that go have ended what they had open, and before those that come can say anything.</param>
    /// <returns>Names of the cameras that started, restarted and stopped.</returns>
    public async Task<(string Started, string Restarted, string Stopped)> ApplyAsync(ImmutableArray<CameraPlan> plans, Action renew)
    {
        ImmutableArray<CameraWorker> before = _workers;
        CameraWorker?[] kept = [.. plans.Select(plan => before.FirstOrDefault(worker => IsSame(worker.Plan, plan)))];
        CameraWorker[] gone = [.. before.Except(kept.OfType<CameraWorker>())];
        await Task.WhenAll(gone.Select(worker => worker.DisposeAsync().AsTask()));
        renew();
        _workers = [.. plans.Select((plan, index) => kept[index] ?? Begin(plan))];
        string[] goneNames = [.. gone.Select(worker => worker.Plan.Camera.Name)];
        string[] freshNames = [.. plans.Where((_, index) => kept[index] is null).Select(plan => plan.Camera.Name)];
        return (List(freshNames.Except(goneNames)), List(freshNames.Intersect(goneNames)), List(goneNames.Except(freshNames)));
    }

    /// <summary>How they are.</summary>
    public ImmutableArray<CameraHealth> Look() => [.. _workers.Select(worker => worker.Look())];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_workers.Select(worker => worker.DisposeAsync().AsTask()));

    // The same question, put to the same network.
    private static bool IsSame(CameraPlan running, CameraPlan asked) =>
        running.Camera.Number == asked.Camera.Number
        && running.Camera.Asked == asked.Camera.Asked
        && running.Model.Network.Sha256 == asked.Model.Network.Sha256
        && running.Model.Thresholds == asked.Model.Thresholds
        && running.Pose?.Network.Sha256 == asked.Pose?.Network.Sha256;

    private static string List(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    private CameraWorker Begin(CameraPlan plan)
    {
        CameraWorker worker = new(plan, parts);
        worker.Start();
        return worker;
    }
}
