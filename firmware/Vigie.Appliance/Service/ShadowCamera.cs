using Vigie.Appliance.Configuration;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Count;

namespace Vigie.Appliance.Service;

/// <summary>Of which camera a shadow time is, and what may be told of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its number.</param>
/// <param name="Floor">No number but 0 of fewer leaves the box: a count's usual floor, or the highest that is asked for on this camera.</param>
internal sealed record ShadowCamera(string Name, int Number, int Floor)
{
    /// <summary>Of a camera that is watched.</summary>
    public static ShadowCamera Of(CameraPlan plan) => Of(plan.Camera.Name, plan.Camera.Number, plan.Rules);

    internal static ShadowCamera Of(string name, int number, IEnumerable<RuleSettings> rules) => new(
        name, number, rules.OfType<CountSettings>().Select(count => count.Floor).Append(CountSettings.UsualFloor).Max());
}
