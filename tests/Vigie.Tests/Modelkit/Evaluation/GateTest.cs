using Vigie.Core;
using Vigie.Modelkit.Evaluation;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>What a release asks of integers: 1.5 times as fast where the processor can, 1.5 points lost at most.</summary>
public sealed class GateTest
{
    private const string X64 = "processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\nflags\t\t: fpu avx2 avx512_vnni\n\nprocessor\t: 1\n";
    private const string Arm = "processor\t: 0\nFeatures\t: fp asimd asimddp\nCPU part\t: 0xd0b\n\nModel\t\t: Raspberry Pi 5\n";

    [Fact]
    public void Enough_passes_and_is_told_with_the_aims()
    {
        string said = Gate.Judge(Reports.Of());
        Assert.Equal("street passes the gate: 2.67 times as fast (aim 2.0), 1.0 points of AP lost (aim 1.0)", said);
    }

    [Theory]
    [InlineData(0.40, 0.384, 40, 15, "loses 1.6 points of AP on coco-val177, 1.5 are the most")]
    [InlineData(0.40, 0.390, 40, 27, "1.48 times as fast as float32, 1.5 is the least")]
    [InlineData(0.40, 0.384, 40, 27, "1.5 is the least; int8 loses 1.6 points")]
    public void Too_little_is_refused_with_all_reasons(double fullAp, double quantisedAp, double fullMs, double quantisedMs, string problem)
    {
        Fault fault = Assert.Throws<Fault>(() => Gate.Judge(Reports.Of(fullAp, quantisedAp, fullMs, quantisedMs)));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_dot_products_speed_is_not_judged_and_accuracy_is()
    {
        Assert.Contains("speed not judged", Gate.Judge(Reports.Of(quantisedMs: 90, processor: Reports.Plain)), StringComparison.Ordinal);
        Assert.Throws<Fault>(() => Gate.Judge(Reports.Of(quantisedAp: 0.3, processor: Reports.Plain)));
    }

    [Fact]
    public void What_was_not_measured_cannot_be_judged()
    {
        EvaluationReport report = Reports.Of();
        foreach ((EvaluationReport partial, string missing) in new[]
        {
            (report with { Full = null }, "the float network"),
            (report with { Quantised = null }, "the integer network"),
            (report with { Full = report.Full! with { Scores = null } }, "pictures"),
        })
        {
            Fault fault = Assert.Throws<Fault>(() => Gate.Judge(partial));
            Assert.Equal(FaultKind.Config, fault.Kind);
            Assert.Contains(missing, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Processors_say_what_they_can()
    {
        Assert.Equal(new Processor("Some CPU @ 2 GHz", "avx512_vnni"), Processor.Read(X64));
        Assert.Equal(new Processor("Raspberry Pi 5", "asimddp"), Processor.Read(Arm));
        Assert.Null(Processor.Read(X64.Replace("avx512_vnni", "avx512_vnni2", StringComparison.Ordinal)).DotProducts);
        Assert.Equal("avx_vnni", Processor.Read("flags : sse avx_vnni").DotProducts);
        Assert.Null(Processor.Read("").DotProducts);
    }
}
