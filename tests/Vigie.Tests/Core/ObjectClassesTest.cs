using Vigie.Core;

namespace Vigie.Tests.Core;

public sealed class ObjectClassesTest
{
    // From COCO's own category list: first, last, and those around its gaps.
    [Theory]
    [InlineData("person", 1)]
    [InlineData("fire hydrant", 11)]
    [InlineData("stop sign", 13)]
    [InlineData("giraffe", 25)]
    [InlineData("backpack", 27)]
    [InlineData("handbag", 31)]
    [InlineData("bottle", 44)]
    [InlineData("wine glass", 46)]
    [InlineData("dining table", 67)]
    [InlineData("toilet", 70)]
    [InlineData("tv", 72)]
    [InlineData("book", 84)]
    [InlineData("toothbrush", 90)]
    public void Numbers_are_those_of_coco(string name, int number)
    {
        Assert.True(ObjectClasses.TryGetNumber(name, out int found));
        Assert.Equal(number, found);
        Assert.True(ObjectClasses.TryGetName(number, out string back));
        Assert.Equal(name, back);
    }

    [Fact]
    public void There_are_80()
    {
        Assert.Equal(80, ObjectClasses.CocoNames.Distinct().Count());
        Assert.Equal(80, Enumerable.Range(-5, 200).Count(number => ObjectClasses.TryGetName(number, out _)));
    }

    [Fact]
    public void A_label_that_coco_does_not_know_gets_a_number_of_our_own()
    {
        Assert.Equal(3, ObjectClasses.NumberOf("car", 17));
        Assert.Equal(1017, ObjectClasses.NumberOf("scooter", 17));
    }
}
