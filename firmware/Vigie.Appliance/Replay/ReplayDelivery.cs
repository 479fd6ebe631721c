using Microsoft.Extensions.Logging;
using Vigie.Core;
using Vigie.Delivery;
namespace Vigie.Appliance.Replay;
internal sealed class ReplayDelivery : IDisposable { public Outbox Outbox => null!; public long Delivered => 0;
 public static ReplayDelivery? OpenIfAsked(ReplayPlan plan, ILoggerFactory l) => null; public Task<Fault?> FinishAsync(TimeSpan t, CancellationToken c) => Task.FromResult<Fault?>(null); public void Dispose() {} }
