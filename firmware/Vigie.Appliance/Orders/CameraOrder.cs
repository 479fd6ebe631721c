using Vigie.Appliance.Configuration;
using Vigie.Core;
using Vigie.Scene.Rules;

namespace Vigie.Appliance.Orders;

/// <summary>
/// Whether a camera may be looked at now: its mandate lists every rule and class, the maker's list its networks, and the kill switch is not pressed. A
/// camera without a rule is asked nothing, so nobody looks.
/// </summary>
/// <param name="orders">What the box was ordered.</param>
/// <param name="analytics">The kill switch.</param>
/// <param name="plan">What the camera was asked.</param>
internal sealed class CameraOrder(BoxOrders orders, AnalyticsSwitch analytics, CameraPlan plan)
{
    /// <summary>Why nobody looks where nothing is asked: no trouble.</summary>
    public const string NoRules = "the configuration asks for nothing here: it has no rules";
    private readonly PermitQuestions _questions = new(plan.Rules);

    /// <summary>Asked for each frame; allocates nothing where the answer is yes.</summary>
    /// <param name="reason">Where it is no: why, in words for an elected member.</param>
    public bool MayLook(out string reason)
    {
        if (analytics.IsPressed)
        {
            reason = "the kill switch is pressed";
            return false;
        }

        reason = NoRules;
        return !_questions.IsEmpty && _questions.AreAllowed(orders.Permit, plan.Camera.Name, out reason)
            && orders.AllowsModel(plan.Model.Network.Sha256, out reason) && orders.AllowsPostures(plan.Pose?.Network.Sha256, out reason);
    }
}
