using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vigie.Tests.House;

/// <summary>Every line of a log has a number that stays its own: unique over the house, a thousand a room.</summary>
public sealed class LogEventsTest
{
    private static readonly Dictionary<string, int> Rooms = new()
    {
        ["Vigie.Capture"] = 2000,
        ["Vigie.Vision"] = 3000,
        ["Vigie.Delivery"] = 4000,
        ["Vigie.Scene"] = 5000,
        ["Vigie.Appliance"] = 6000,
        ["Vigie.Trust"] = 7000,
        ["Vigie.Update"] = 8000,
        ["Vigie.Hardware"] = 9000,
    };

    [Fact]
    public void Numbers_are_of_the_room_and_unique()
    {
        (string File, int? Number, string At)[] events =
            [.. SourceTree.Firmware.SelectMany(file => EventsOf(SourceTree.Text(file)).Select(one => (file, one.Number, one.At)))];
        Assert.NotEmpty(events);
        IEnumerable<string> strangers = events.Where(one => !IsOfRoom(one.File, one.Number)).Select(one => $"{one.File}{one.At}: {Show(one.Number)} is no number of this room");
        IEnumerable<string> twins = events.GroupBy(one => one.Number).Where(group => group.Count() > 1).Select(group => $"{Show(group.Key)} stands in {string.Join(" and ", group.Select(one => one.File + one.At))}");
        Law.Holds(strangers.Concat(twins));
    }

    [Fact]
    public void A_line_without_a_number_is_a_breach()
    {
        Assert.Equal([null], EventsOf("class A { [LoggerMessage(Level = L.W, Message = \"x\")] void B(); }").Select(one => one.Number));
        Assert.False(IsOfRoom("firmware/Vigie.Delivery/A.cs", null));
        Assert.False(IsOfRoom("firmware/Vigie.Delivery/A.cs", 2001));
        Assert.True(IsOfRoom("firmware/Vigie.Delivery/A.cs", 4999));
    }

    [Fact]
    public void A_number_is_found_by_name_and_by_place() => Assert.Equal(
        [4001, 4002],
        EventsOf("class A { [LoggerMessage(EventId = 4001, Level = L.W)] void B(); [LoggerMessage(4002, L.W, \"x\")] void C(); }").Select(one => one.Number));

    private static string Show(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static bool IsOfRoom(string file, int? number) =>
        Rooms.TryGetValue(file.Split('/')[1], out int first) && number >= first && number < first + 1000;

    private static IEnumerable<(int? Number, string At)> EventsOf(string text) => SourceTree.Syntax(text).DescendantNodes()
        .OfType<AttributeSyntax>()
        .Where(attribute => attribute.Name.ToString() == "LoggerMessage")
        .Select(attribute => (NumberOf(attribute), Law.At(attribute, "LoggerMessage")));

    private static int? NumberOf(AttributeSyntax attribute)
    {
        AttributeArgumentSyntax? argument = attribute.ArgumentList?.Arguments.FirstOrDefault(one =>
            one.NameEquals?.Name.Identifier.Text == "EventId" || (one.NameEquals is null && one.Expression is LiteralExpressionSyntax { Token.Value: int }));
        return argument?.Expression is LiteralExpressionSyntax { Token.Value: int number } ? number : null;
    }
}
