namespace Vigie.Delivery;

/// <summary>Someone who waits until so many records of each lane are durable, or delivered up to such a number.</summary>
internal sealed class FlushWaiter(long signals, long telemetry)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public long Signals { get; } = signals;

    public long Telemetry { get; } = telemetry;
}
