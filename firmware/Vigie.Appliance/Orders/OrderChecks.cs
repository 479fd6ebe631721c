using Vigie.Appliance.Service;
using Vigie.Core;
using Vigie.Core.Settings;
using Vigie.Scene.Rules;
using Vigie.Trust.Anchors;

namespace Vigie.Appliance.Orders;

/// <summary>What of a configuration needs somebody's signature, compared with what was signed: before anything starts, all refusals at once.</summary>
internal static class OrderChecks
{
    private const string Missing =
        "is missing: a service looks for nothing without a signed order, so say whom it obeys, for example { \"anchors\": \"/etc/vigie/anchors.json\" }; " +
        "to work on files without an order, use vigie replay";

    /// <summary>Checks whom the box is to trust, with the rest of the file.</summary>
    public static void CheckSettings(OrderSettings? settings, Complaints complaints)
    {
        if (settings is null)
        {
            complaints.Add("$.trust", "", Missing);
            return;
        }

        try
        {
            AnchorFile.Read(settings.Anchors);
        }
        catch (Fault fault)
        {
            complaints.Add("$.trust.anchors", fault.Subject, $"{fault.Problem}. {fault.Remedy}");
        }
    }

    /// <summary>Compares what is asked with what was ordered.</summary>
    /// <param name="plan">What is asked.</param>
    /// <param name="orders">What was ordered.</param>
    /// <exception cref="Fault">Of kind <see cref="FaultKind.Denied"/>: everything that no order lists.</exception>
    public static void Check(BoxPlan plan, BoxOrders orders)
    {
        IReadOnlyDictionary<string, string> before = orders.CameraModels;
        orders.CameraModels = plan.Cameras.ToDictionary(camera => camera.Camera.Name, camera => camera.Model.Name);
        try
        {
            CheckCameras(plan, orders);
        }
        catch (Fault)
        {
            // What runs on goes on with its own models.
            orders.CameraModels = before;
            throw;
        }
    }

    private static void CheckCameras(BoxPlan plan, BoxOrders orders)
    {
        // A list that was installed a moment ago counts.
        orders.ReadModels();
        Complaints complaints = new(plan.File);
        ForeseenPermit permit = new(orders.Desk);
        foreach (Configuration.CameraPlan camera in plan.Cameras.Where(camera => !camera.Rules.IsEmpty))
        {
            string path = $"$.cameras[{camera.Camera.Number - 1}]";
            foreach (string refusal in new PermitQuestions(camera.Rules).Refusals(permit, camera.Camera.Name))
            {
                complaints.Add($"{path}.rules", "", $"no order allows {refusal}");
            }

            if (!orders.AllowsModel(camera.Model.Network.Sha256, out string reason))
            {
                complaints.Add($"{path}.model", $"\"{camera.Camera.Model}\"", reason);
            }

            if (!orders.AllowsPostures(camera.Pose?.Network.Sha256, out reason))
            {
                complaints.Add($"{path}.pose", $"\"{camera.Camera.Pose}\"", reason);
            }
        }

        complaints.ThrowIfAny(FaultKind.Denied);
    }
}
