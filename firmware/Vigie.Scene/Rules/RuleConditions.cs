using Vigie.Contract;
using Vigie.Core.Settings;
using Vigie.Scene.Rules.Precision;
using Vigie.Scene.Rules.Schedules;

namespace Vigie.Scene.Rules;

/// <summary>Reads what every rule may be asked for, whatever its kind.</summary>
internal static class RuleConditions
{
    private const int LargestLimit = 1000;

    /// <summary>Reads <c>name</c>, <c>limit</c>, <c>schedule</c>, <c>shadow</c>, <c>unmeasured</c>.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="context">What it can name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="settings">What its kind has read; null: its own keys are wrong, and these are looked at all the same.</param>
    public static RuleSettings? Read(SettingsReader rule, RuleContext context, EventKind kind, RuleSettings? settings)
    {
        string name = rule.Text("name", "", "expected what you call this rule, for example \"back gate at night\"");
        int limit = rule.WholeNumber("limit", RuleSettings.DefaultLimit, 1, LargestLimit);
        Schedule? schedule = ScheduleReader.Read(rule, context.Calendar);
        TimeSpan shadow = rule.Duration("shadow", TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        bool unmeasured = rule.Flag("unmeasured");
        if (!unmeasured && !PrecisionTable.ModelsOf(kind).Any())
        {
            rule.Complaints.Add(
                rule.PathOf("unmeasured"), "",
                $"is missing: nobody has measured how often {EventKinds.Name(kind)} is right, so it is off; write \"unmeasured\": true to run it all the same, best with \"shadow\": \"24h\"");
        }

        string place = RuleIdentity.PlaceOf(rule);
        return settings is null ? null : settings with
        {
            Name = name,
            Label = name.Length > 0 ? name : $"{EventKinds.Name(kind)} {place}".TrimEnd(),
            PlaceNumber = context.NumberOf(place),
            Limit = limit,
            Schedule = schedule,
            Shadow = shadow,
            Calendar = context.Calendar ?? PlaceCalendar.Universal,
            Model = context.Model,
            Identity = RuleIdentity.Of(rule, context),
        };
    }
}
