using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Health;
using Vigie.Appliance.Models;
using Vigie.Appliance.Orders;
using Vigie.Core;
using Vigie.Trust.Journal;

namespace Vigie.Appliance.Service;

/// <summary>What a service starts with: the configuration asked for, or the last good one where that is refused.</summary>
/// <param name="File">The file asked for: what a reload reads.</param>
/// <param name="Plan">What runs.</param>
/// <param name="Refusal">Why it is not the file asked for; null where it is.</param>
/// <param name="Trust">What of it may run, and where that is written down.</param>
internal sealed record ServiceStart(string File, BoxPlan Plan, Fault? Refusal, BoxTrust Trust) : IDisposable
{
    /// <summary>Checks everything.</summary>
    /// <param name="file">The configuration asked for.</param>
    /// <param name="loggers">Where they speak.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Fault">All complaints at once: the file is refused, and so is the last good one, or there is none.</exception>
    public static async Task<ServiceStart> PrepareAsync(string file, ILoggerFactory loggers, TimeProvider time)
    {
        try
        {
            return await OpenAsync(file, file, null, loggers, time);
        }
        catch (Fault refusal) when (refusal.Kind is FaultKind.Config or FaultKind.Denied && LastGood.TryFind(file, out string kept) && IsAnother(kept, file))
        {
            return await OpenKeptAsync(file, kept, refusal, loggers, time);
        }
    }

    /// <summary>Installed packages that are not used.</summary>
    public ImmutableArray<ModelRefusal> ModelRefusals { get; private init; } = [];

    /// <inheritdoc/>
    public void Dispose() => Trust.Dispose();

    private static async Task<ServiceStart> OpenAsync(string asked, string file, Fault? refusal, ILoggerFactory loggers, TimeProvider time)
    {
        List<ModelRefusal> refusals = [];
        ILogger log = loggers.CreateLogger<ServiceStart>();
        BoxPlan plan = BoxPlan.Read(file, Refuse, (configuration, complaints) => StartChecks.Check(configuration, complaints, time));
        BoxTrust trust = OpenTrust(plan, loggers, time);
        try
        {
            OrderChecks.Check(plan, trust.Orders);
            return new ServiceStart(asked, plan, refusal, trust) { ModelRefusals = [.. refusals] };
        }
        catch (Fault denied)
        {
            using (trust)
            {
                JournalDetail detail = JournalDetail.Empty
                    .With("hash", plan.Configuration.Hash).With("problem", HealthText.OneLine(denied));
                await trust.Journal.AppendAsync(JournalKind.ConfigurationRefused, detail);
            }

            throw;
        }

        void Refuse(ModelRefusal refused)
        {
            refusals.Add(refused);
            ServiceLog.ModelNotUsed(log, refused.Sentence);
        }
    }

    // Key, journal and orders are files too: what is wrong with them is told as what is wrong with the rest.
    private static BoxTrust OpenTrust(BoxPlan plan, ILoggerFactory loggers, TimeProvider time)
    {
        try
        {
            return BoxTrust.Open(plan.Configuration, loggers, time);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new Fault(
                FaultKind.Unavailable, plan.Configuration.StateDirectory, $"key, journal or orders cannot be used: {error.Message.TrimEnd('.')}",
                "Give the whole directory to the user that runs the service, and start it again.", error);
        }
    }

    // The person's own file is what there is to mend: its complaints are told where both are refused.
    private static async Task<ServiceStart> OpenKeptAsync(string asked, string kept, Fault refusal, ILoggerFactory loggers, TimeProvider time)
    {
        try
        {
            return await OpenAsync(asked, kept, refusal, loggers, time);
        }
        catch (Fault both)
        {
            string complaints = HealthText.OneLine(both);
            ServiceLog.LastGoodRefused(loggers.CreateLogger<ServiceStart>(), complaints);
            throw refusal;
        }
    }

    private static bool IsAnother(string kept, string file) => Path.GetFullPath(kept) != Path.GetFullPath(file);
}
