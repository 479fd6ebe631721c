using System.Text.Json;

namespace Vigie.Delivery.Projections.HomeAssistant;

/// <summary>One entity of a device, as discovery describes it.</summary>
/// <param name="Id">Its key in the message, unique in the device.</param>
/// <param name="Platform">Home Assistant's platform, for example <c>binary_sensor</c>.</param>
/// <param name="Describe">Writes the rest of it.</param>
internal sealed record HomePart(string Id, string Platform, Action<Utf8JsonWriter> Describe);
