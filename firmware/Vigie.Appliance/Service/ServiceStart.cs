using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>What a service starts with: the configuration asked for, or the last good one where that is refused.</summary>
/// <param name="File">The file asked for: what a reload reads.</param>
/// <param name="Plan">What runs.</param>
/// <param name="Refusal">Why it is not the file asked for; null where it is.</param>
internal sealed record ServiceStart(string File, BoxPlan Plan, Fault? Refusal)
{
    /// <summary>Checks everything.</summary>
    /// <param name="file">The configuration asked for.</param>
    /// <param name="permit">What is asked before anything is watched for or sent.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Fault">All complaints at once: the file is refused, and so is the last good one, or there is none.</exception>
    public static ServiceStart Prepare(string file, IPermit permit, TimeProvider time)
    {
        try
        {
            return new ServiceStart(file, Read(file, permit, time), null);
        }
        catch (Fault refusal) when (refusal.Kind == FaultKind.Config && LastGood.TryFind(file, out string kept) && IsAnother(kept, file))
        {
            return new ServiceStart(file, ReadKept(kept, refusal, permit, time), refusal);
        }
    }

    private static BoxPlan Read(string file, IPermit permit, TimeProvider time) =>
        BoxPlan.Read(file, permit, (configuration, complaints) => StartChecks.Check(configuration, complaints, time));

    // The person's own file is what there is to mend: its complaints are told where both are refused.
    private static BoxPlan ReadKept(string kept, Fault refusal, IPermit permit, TimeProvider time)
    {
        try
        {
            return Read(kept, permit, time);
        }
        catch (Fault)
        {
            throw refusal;
        }
    }

    private static bool IsAnother(string kept, string file) => Path.GetFullPath(kept) != Path.GetFullPath(file);
}
