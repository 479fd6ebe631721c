namespace Vigie.Delivery.Mqtt;

/// <summary>
/// Short numbers for topics, agreed anew with each connection (MQTT 5, section 3.3.2.3.4): the first message says topic and number, the
/// next ones the number alone. The first topics of a connection keep theirs.
/// </summary>
/// <param name="most">The broker's topic alias maximum; 0: it takes none.</param>
internal sealed class TopicAliases(int most)
{
    private const int Enough = 64;
    private readonly Dictionary<string, ushort> _numbers = [];

    /// <summary>How a message is to name its topic: the text (empty where the broker knows the number) and the number (0 for none).</summary>
    public (string Text, ushort Number) Name(string topic)
    {
        if (_numbers.TryGetValue(topic, out ushort number))
        {
            return ("", number);
        }

        if (_numbers.Count >= Math.Min(most, Enough))
        {
            return (topic, 0);
        }

        number = (ushort)(_numbers.Count + 1);
        _numbers.Add(topic, number);
        return (topic, number);
    }
}
