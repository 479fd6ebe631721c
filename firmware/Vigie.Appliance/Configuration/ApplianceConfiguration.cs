using System.Collections.Immutable;
using Vigie.Appliance.Orders;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Vision.Providers;

namespace Vigie.Appliance.Configuration;

/// <summary>What a box was asked to do: read strictly, checked whole, never changed in place.</summary>
/// <param name="Site">Town or place, one level of the topic.</param>
/// <param name="Device">Name of the box, one level of the topic.</param>
/// <param name="StateDirectory">Absolute path of the one directory that the box writes.</param>
/// <param name="VideoLink">Template of a link into the town's own video system, or null.</param>
/// <param name="Delivery">Where events go; null where they go nowhere but to a file.</param>
/// <param name="Cameras">One entry a camera, in the file's order.</param>
/// <param name="Sha256">SHA-256 of the file's bytes: what the context record says was asked.</param>
public sealed record ApplianceConfiguration(
    string Site,
    string Device,
    string StateDirectory,
    string? VideoLink,
    DeliveryConfiguration? Delivery,
    ImmutableArray<CameraConfiguration> Cameras,
    ImmutableArray<byte> Sha256)
{
    /// <summary>Where measurements go; null where they go nowhere.</summary>
    public TelemetryConfiguration? Telemetry { get; init; }

    /// <summary>The board's own library and provider for networks; null: the program's own, on the processor.</summary>
    public Accelerator? Accelerator { get; init; }

    /// <summary>The clock of the place, as it is written; empty where there is none.</summary>
    public string CalendarText { get; init; } = "";

    /// <summary>Whom the box trusts, and by what it knows the time; null where only files are worked on.</summary>
    public OrderSettings? Trust { get; init; }

    /// <summary>The device's topics.</summary>
    /// <exception cref="Fault">A name that cannot stand in a topic: the reader refuses it, so it comes of no file.</exception>
    public Topics Topics => Topics.TryCreate(Site, Device, out Topics? topics, out string problem)
        ? topics
        : throw new Fault(FaultKind.Config, $"{Site}/{Device}", problem, "Give site and device names that can stand in a topic.");

    /// <summary>SHA-256 of the file's bytes in hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(Sha256.AsSpan());

    /// <summary>How records are encoded.</summary>
    public WireEncoding Encoding => Delivery?.Json == true ? WireEncoding.Json : WireEncoding.Cbor;

    /// <summary>What holds without a file: one camera, no mask, no rule, no broker.</summary>
    /// <param name="model">Model asked for on the command line, or the default.</param>
    /// <param name="stateDirectory">Absolute path of the directory for what must survive.</param>
    public static ApplianceConfiguration Bare(string model, string stateDirectory) => new(
        "laboratory", "replay", stateDirectory, null, null, [CameraConfiguration.Bare(model)], [.. new byte[32]]);
}
