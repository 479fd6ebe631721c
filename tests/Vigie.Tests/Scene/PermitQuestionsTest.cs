using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Intrusion;

namespace Vigie.Tests.Scene;

/// <summary>What a permit is asked: each kind and each of its classes, once; asked for every frame, so for nothing.</summary>
public sealed class PermitQuestionsTest
{
    private static readonly Zone Yard = new(1, "yard", new Polygon([new Point(0, 0), new Point(1, 0), new Point(1, 1)]));

    private static readonly RuleSettings Rule =
        new IntrusionSettings(Yard, [ObjectClasses.Person], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));

    private static readonly PermitQuestions Questions = new([Rule, Rule]);

    [Fact]
    public void Kinds_and_classes_are_asked_and_the_first_refusal_told()
    {
        Permission none = new("intrusion"), persons = new("person"), all = new();

        Assert.False(Questions.AreAllowed(none, "square", out string kind));
        Assert.False(Questions.AreAllowed(persons, "square", out string named));
        Assert.True(Questions.AreAllowed(all, "square", out string nothing));

        Assert.Equal(("intrusion: not listed", "intrusion of person: not listed", ""), (kind, named, nothing));
        Assert.Equal(["intrusion on square"], all.Asked);
        Assert.Equal(["intrusion (not listed)"], Questions.Refusals(none, "square"));
        Assert.Equal(["intrusion of person (not listed)"], Questions.Refusals(persons, "square"));
    }

    [Fact]
    public void Nothing_asked_is_nothing_refused()
    {
        PermitQuestions empty = new([]);

        Assert.True(empty.IsEmpty);
        Assert.True(empty.AreAllowed(new Permission("intrusion"), "square", out _));
    }
}
