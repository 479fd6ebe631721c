using Vigie.Modelkit.Evaluation;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>Evaluations with figures of a test's own.</summary>
internal static class Reports
{
    public static readonly Processor WithDotProducts = new("Fast", "avx512_vnni"), Plain = new("Old", null);

    public static EvaluationReport Of(double fullAp = 0.4, double quantisedAp = 0.39, double fullMs = 40, double quantisedMs = 15, Processor? processor = null) =>
        new("street", (416, 416), Network(fullAp, fullMs, 15_000_000), Network(quantisedAp, quantisedMs, 3_900_000), ["ambulance"], processor ?? WithDotProducts);

    public static NetworkFigures Network(double ap, double milliseconds, long bytes)
    {
        ClassScore[] classes = [Score("person", 500, ap), Score("bus", 3, ap)];
        return new NetworkFigures(bytes, new Latency(milliseconds, milliseconds + 1, 60), new ScoreTable("coco-val177", 177, [.. classes], Score("mean", 503, ap)));
    }

    private static ClassScore Score(string name, int objects, double ap) =>
        new(name, objects, ap, ap + 0.1, ap + 0.2, ap + 0.3, [.. Enumerable.Range(0, 101).Select(point => 1 - point / 100.0)]);
}
