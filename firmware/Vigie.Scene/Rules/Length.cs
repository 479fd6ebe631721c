using System.Globalization;

namespace Vigie.Scene.Rules;

/// <summary>A length that a rule was asked for.</summary>
/// <param name="Value">How many.</param>
/// <param name="IsMetric">Metres on the ground; else heights of the objects themselves.</param>
public readonly record struct Length(double Value, bool IsMetric)
{
    // A person, between a child and a tall man: what stands for a height where only metres were given.
    private const double UsualHeight = 1.7;

    /// <summary>Its unit, as it is written.</summary>
    public string Unit => IsMetric ? "m" : "heights";

    /// <summary>In heights of persons.</summary>
    public double Heights => IsMetric ? Value / UsualHeight : Value;

    /// <summary>In the unit that a camera measures motion in.</summary>
    /// <param name="metric">Whether it has a ground plane.</param>
    public Length In(bool metric) => metric == IsMetric ? this : new Length(metric ? Value * UsualHeight : Heights, metric);

    /// <summary>Reads <c>1.5m</c> and <c>1.2heights</c>.</summary>
    public static bool TryParse(string text, out Length length)
    {
        bool isHeights = text.EndsWith("heights", StringComparison.Ordinal);
        bool isMetric = !isHeights && text.EndsWith('m');
        string number = isHeights ? text[..^7] : isMetric ? text[..^1] : "";
        length = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? new Length(value, isMetric) : default;
        return number.Length > 0 && length.Value > 0;
    }
}
