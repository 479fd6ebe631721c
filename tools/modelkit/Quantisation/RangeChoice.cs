using System.Text.Json.Serialization;

namespace Vigie.Modelkit.Quantisation;

/// <summary>Which of the measured bounds a network is quantised over.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RangeChoice>))]
public enum RangeChoice
{
    /// <summary>From the smallest to the largest value seen.</summary>
    [JsonStringEnumMemberName("extremes")]
    Extremes,

    /// <summary>The middle 99.99 % of the values; what lies beyond saturates.</summary>
    [JsonStringEnumMemberName("percentile")]
    Percentile,
}
