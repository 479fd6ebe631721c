using System.Collections.Immutable;
using System.Globalization;

namespace Vigie.Scene.Rules.Schedules;

/// <summary>A day as an installer lists it: of one year, or of every year.</summary>
/// <param name="Year">The year; 0: every year.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
public readonly record struct ListedDate(int Year, int Month, int Day)
{
    private const int LeapYear = 2000;

    /// <summary>Whether it is this day.</summary>
    public bool Is(DateOnly day) => (Year == 0 || Year == day.Year) && Month == day.Month && Day == day.Day;

    /// <summary>Whether any of them is this day.</summary>
    public static bool AnyOf(ImmutableArray<ListedDate> dates, DateOnly day)
    {
        foreach (ListedDate date in dates)
        {
            if (date.Is(day))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads <c>2026-12-24</c>, or <c>12-24</c> for every year.</summary>
    public static bool TryParse(string text, out ListedDate date)
    {
        bool everyYear = text.Length == 5;
        string whole = everyYear ? $"{LeapYear}-{text}" : text;
        bool read = DateOnly.TryParseExact(whole, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day);
        date = new ListedDate(everyYear ? 0 : day.Year, day.Month, day.Day);
        return read;
    }
}
