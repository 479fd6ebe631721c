using System.Text;
using Spectre.Console.Testing;
using Vigie.Edgectl.Trust;
using Vigie.Trust.Mandates;

namespace Vigie.Tests.Edgectl;

/// <summary>The wizard for an order: every field asked for and explained; what contradicts itself is told, and asked again with the answers kept.</summary>
public sealed class MandateWizardTest
{
    private static readonly string[] Answers =
    [
        "Prefecture of Marne", "2026-114", "Law 1, article 2", "Safety of the fair", "Place d'Erlon", "2026-12-01T08:00:00+01:00", "2026-12-24T20:00:00+01:00",
        "intrusion, line", "", "person, car", "none", "7d", "false", "0", "fr-2023-380", "3", "reims/box-17: square, lawn; reims/box-18: bridge",
    ];

    [Fact]
    public void Its_answers_become_the_draft()
    {
        using TestConsole console = new();
        Array.ForEach(Answers, console.Input.PushTextWithEnter);

        Mandate order = Read(MandateWizard.Ask(console));

        Assert.Equal(("Prefecture of Marne", "2026-114", 3), (order.Authority, order.OrderNumber, order.Serial));
        Assert.Equal(["intrusion", "line"], order.Events);
        Assert.Equal(["lawn", "square"], order.Boxes[0].Cameras.Order());
        Assert.Equal(TimeSpan.FromDays(7), order.Retention);
        Assert.All(MandateField.All, field => Assert.Contains(field.Explanation[..20], Flat(console.Output), StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_wrong_is_told_and_asked_again_with_the_answers_kept()
    {
        using TestConsole console = new();
        string[] wrong = [.. Answers];
        wrong[6] = "2026-11-01T20:00:00+01:00";
        Array.ForEach(wrong, console.Input.PushTextWithEnter);
        // Enter keeps an answer; only the end is given anew.
        for (int field = 0; field < Answers.Length; field++)
        {
            console.Input.PushTextWithEnter(field == 6 ? Answers[6] : "");
        }

        Mandate order = Read(MandateWizard.Ask(console));

        Assert.Contains("The order ", Flat(console.Output), StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 12, 24, 19, 0, 0, TimeSpan.Zero), order.To);
        Assert.Equal("Prefecture of Marne", order.Authority);
    }

    private static Mandate Read(string draft) => MandateJson.Read(Encoding.UTF8.GetBytes(draft), "draft", new string('0', 64));

    private static string Flat(string output) => output.ReplaceLineEndings(" ");
}
