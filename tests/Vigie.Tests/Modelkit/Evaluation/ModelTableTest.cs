using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Reports;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>Models side by side: a row a precision, a column a set, and which sets and classes these are.</summary>
public sealed class ModelTableTest
{
    [Fact]
    public void A_model_has_a_row_for_each_of_its_precisions()
    {
        EvaluationSet set = Sets.Of(1, Sets.True(1, 0));
        EvaluationReport both = Reports.Of(), floats = both with { Model = "plain", Quantised = null };
        string[] lines = ModelTable.Write([set, set], [[both, both], [floats, floats]]).Split('\n');
        Assert.Equal("| model, input | numbers | file | median ms | made-up | made-up |", lines[0]);
        Assert.Equal("| street, 416 x 416 | float32 | 15.0 MB | 40.0 | 0.400 / 0.500 | 0.400 / 0.500 |", lines[2]);
        Assert.Equal("| street, 416 x 416 | int8 | 3.9 MB | 15.0 | 0.390 / 0.490 | 0.390 / 0.490 |", lines[3]);
        Assert.StartsWith("| plain, 416 x 416 | float32 |", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("AP / AP50. coco-val177: 177 pictures, person, bus (without ambulance", lines[6], StringComparison.Ordinal);
        Assert.EndsWith("Fast, int8 dot products: avx512_vnni.", lines[6], StringComparison.Ordinal);
    }
}
