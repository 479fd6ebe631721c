using Vigie.Modelkit.Evaluation;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>Sets without pictures: what is scored is numbers only.</summary>
internal static class Sets
{
    public const string Person = "person", Car = "car";

    public static EvaluationSet Of(int pictures, params TrueObject[] objects) => new(
        "made-up", [Person, Car], [.. Enumerable.Range(1, pictures).Select(number => new EvaluationImage(number, $"{number}", () => throw new NotSupportedException()))], [.. objects]);

    public static PixelBox At(double left, double width = 10) => new(left, 0, width, 10);

    public static TrueObject True(long image, double left, bool crowd = false, string name = Person) => new(image, name, At(left), crowd);

    public static FoundObject Found(long image, double left, double score, string name = Person) => new(image, name, At(left), score);
}
