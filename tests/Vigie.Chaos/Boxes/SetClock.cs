namespace Vigie.Chaos.Boxes;

/// <summary>A box's clock that people or a time server set. What lasts how long is counted by another one, which nobody sets.</summary>
internal sealed class SetClock : TimeProvider
{
    private long _ahead;

    public void Set(DateTimeOffset now) => Volatile.Write(ref _ahead, (now - base.GetUtcNow()).Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _ahead));
}
