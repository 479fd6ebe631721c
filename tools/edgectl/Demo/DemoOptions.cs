namespace Vigie.Edgectl.Demo;

/// <summary>What <c>edgectl demo</c> was asked.</summary>
/// <param name="Clip">Video file.</param>
/// <param name="Broker">Address of a running broker on loopback, or null to start one.</param>
/// <param name="Fast">True to replay as fast as the machine can, false at the clip's own pace.</param>
internal sealed record DemoOptions(string Clip, string? Broker, bool Fast);
