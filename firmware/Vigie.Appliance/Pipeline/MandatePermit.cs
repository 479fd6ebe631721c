using Vigie.Core;
using Vigie.Trust.Mandates;

namespace Vigie.Appliance.Pipeline;

/// <summary>The permit of a service: what an authority has ordered for this box, in place and in date.</summary>
/// <param name="desk">Answers for the second in which it is asked.</param>
public sealed class MandatePermit(MandateDesk desk) : IPermit
{
    /// <inheritdoc/>
    public bool Laboratory => false;

    /// <inheritdoc/>
    public bool Allows(string kind, string camera, out string reason) => desk.Allows(kind, camera, out reason);

    /// <inheritdoc/>
    public bool AllowsClass(string name, string camera, out string reason) => desk.AllowsClass(name, camera, out reason);
}
