using Vigie.Core;

namespace Vigie.Appliance.Pipeline;

/// <summary>The permit of work on files: everything may be looked for, nothing leaves this machine, every event says what it is.</summary>
public sealed class LaboratoryPermit : IPermit
{
    /// <inheritdoc/>
    public bool Laboratory => true;

    /// <inheritdoc/>
    public bool Allows(string kind, string camera, out string reason)
    {
        reason = "";
        return true;
    }

    /// <inheritdoc/>
    public bool AllowsClass(string name, string camera, out string reason)
    {
        reason = "";
        return true;
    }
}
