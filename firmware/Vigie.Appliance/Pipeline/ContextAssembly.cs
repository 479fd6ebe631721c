using System.Security.Cryptography;
using Vigie.Appliance.Configuration;
using Vigie.Contract;
using Vigie.Scene.Ground;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Precision;
using Vigie.Vision.Privacy;

namespace Vigie.Appliance.Pipeline;

/// <summary>Makes the context record: what the events of these cameras refer to.</summary>
internal static class ContextAssembly
{
    /// <summary>The context of a box with these cameras.</summary>
    /// <param name="configuration">What was asked.</param>
    /// <param name="plans">Its cameras that run.</param>
    /// <param name="classes">Numbers of the classes that are looked for; null: all that the rules can report.</param>
    /// <param name="boot">The run of the software.</param>
    /// <param name="time">From when it holds.</param>
    /// <param name="mandateOf">Hash of the mandate that a camera works under; null: laboratory work.</param>
    public static ContextRecord Of(
        ApplianceConfiguration configuration,
        IReadOnlyList<CameraPlan> plans,
        IReadOnlySet<int>? classes,
        Boot boot,
        DateTimeOffset time,
        Func<string, string?>? mandateOf = null) => new()
        {
            Identity = new Identity(boot, 1, null),
            Number = 1,
            Time = time,
            Site = configuration.Site,
            Device = configuration.Device,
            Software = Software.Version,
            Model = Shortened(string.Join('+', plans.SelectMany(plan => plan.Models).Select(model => model.Name).Distinct())),
            ConfigurationHash = configuration.Hash,
            MaskHash = HashOf([.. plans.Select(plan => new PrivacyMask(plan.Camera.Masks).Sha256)]),
            ModelHash = HashOf([.. plans.SelectMany(plan => plan.Models).Select(model => model.Network.Sha256).Distinct()]),
            MandateHash = MandatesOf(plans, mandateOf),
            Cameras = plans.ToDictionary(plan => plan.Camera.Number, CameraOf),
            Classes = plans.SelectMany(plan => plan.Classes).DistinctBy(named => named.Key)
                .Where(named => classes?.Contains(named.Key) ?? true)
                .OrderBy(named => named.Key)
                .ToDictionary(),
            Precision = plans.SelectMany(plan => plan.Rules).ToLookup(rule => rule.Kind, rule => rule.Model)
                .ToDictionary(kind => (int)kind.Key, kind => PrecisionOf(kind.Key, [.. kind.Distinct()])),
            Link = configuration.VideoLink,
            Encoding = configuration.Encoding,
        };

    // Of a kind that several models are to see the worst is said: none, if one of them is not measured.
    private static KindPrecision? PrecisionOf(EventKind kind, string[] models)
    {
        MeasuredPrecision[] all = [.. models.Select(model => PrecisionTable.TryFind(kind, model, out MeasuredPrecision? measured) ? measured : null).OfType<MeasuredPrecision>()];
        return all.Length == models.Length && all.MinBy(measured => measured.CertainPercent) is { } worst
            ? new KindPrecision(worst.Right, worst.Signals, worst.Truth, worst.Clips, worst.Model)
            : null;
    }

    private static ContextCamera CameraOf(CameraPlan plan) => new(plan.Camera.Name, plan.Camera.Places)
    {
        Areas = plan.Camera.Zones.Select(zone => (zone.Number, Area: AreaOf(zone, plan.Camera.Ground))).Where(zone => zone.Area is >= 1 and <= ContextCamera.LargestArea)
            .ToDictionary(zone => zone.Number, zone => (int)zone.Area),
    };

    // Square decimetres; 0: nobody knows.
    private static double AreaOf(Zone zone, GroundPlane? ground) =>
        ground is not null && ground.TryArea(zone.Shape, out double squareMetres) ? Math.Round(100 * squareMetres) : 0;

    private static string? MandatesOf(IReadOnlyList<CameraPlan> plans, Func<string, string?>? mandateOf)
    {
        string[] hashes = [.. plans.Select(plan => mandateOf?.Invoke(plan.Camera.Name)).OfType<string>().Distinct()];
        return hashes.Length == 0 ? null : HashOf(hashes);
    }

    // One hash stands for itself; several for the SHA-256 of their bytes in the order of the cameras.
    private static string HashOf(string[] hashes) => hashes.Length == 1
        ? hashes[0]
        : Convert.ToHexStringLower(SHA256.HashData([.. hashes.SelectMany(Convert.FromHexString)]));

    private static string Shortened(string name) => name.Length <= Topics.LongestName ? name : name[..(Topics.LongestName - 1)] + "…";
}
