namespace Vigie.Delivery.Mqtt;

/// <summary>Which MQTT is spoken (OASIS standards of 2019 and 2014).</summary>
public enum MqttVersion
{
    /// <summary>MQTT 5.0: the broker says why it refuses, and whether anybody subscribes.</summary>
    Five,

    /// <summary>
    /// MQTT 3.1.1, for brokers that know no other: they acknowledge what they then throw away, because nobody subscribes or the
    /// access rules forbid it. Encoding and kind stand in the topic and in the context record, since there is no content type.
    /// </summary>
    ThreeOneOne,
}
