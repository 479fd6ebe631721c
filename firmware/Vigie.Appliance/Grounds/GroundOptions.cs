using Vigie.Core;
using Vigie.Core.Settings;

namespace Vigie.Appliance.Grounds;

/// <summary>What <c>vigie ground</c> was asked.</summary>
/// <param name="Clip">Video file.</param>
/// <param name="Height">How tall the person is, or the mean of all: metres.</param>
/// <param name="FieldOfView">How wide the lens sees, degrees; null: the walk must tell.</param>
/// <param name="PassersBy">True: all walks together.</param>
/// <param name="Configuration">Configuration file, or null.</param>
/// <param name="Camera">Which of its cameras; null where it has only one.</param>
/// <param name="Model">Name or folder of a model, over the configuration's.</param>
public sealed record GroundOptions(
    string Clip, double Height, double? FieldOfView, bool PassersBy, string? Configuration, string? Camera, string? Model)
{
    /// <summary>Checks numbers by the limits that the configuration has for them.</summary>
    /// <exception cref="Fault">All that are wrong.</exception>
    public void ThrowIfWrong()
    {
        Complaints complaints = new("vigie ground");
        if (!(Height >= 0.5 && Height <= 2.5))
        {
            complaints.Add("--height", FormattableString.Invariant($"{Height}"), "expected how tall the person is, in metres, from 0.5 to 2.5, for example 1.75");
        }

        if (FieldOfView is double degrees && !(degrees >= 5 && degrees <= 150))
        {
            complaints.Add("--field-of-view", FormattableString.Invariant($"{degrees}"), "expected degrees from 5 to 150, for example 70");
        }

        complaints.ThrowIfAny();
    }
}
