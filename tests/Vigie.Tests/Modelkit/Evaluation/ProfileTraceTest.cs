using Vigie.Modelkit.Evaluation;
using Vigie.Modelkit.Reports;

namespace Vigie.Tests.Modelkit.Evaluation;

/// <summary>A trace as ONNX Runtime writes it becomes a row for each kind of operation, whatever numbers it computes in.</summary>
public sealed class ProfileTraceTest
{
    private const string Trace = """
        [
          { "cat": "Session", "name": "model_run", "dur": 9999, "args": {} },
          { "cat": "Node", "name": "first_nchwc_kernel_time", "dur": 9000, "args": { "op_name": "Conv" } },
          { "cat": "Node", "name": "first_nchwc_kernel_time", "dur": 1000, "args": { "op_name": "Conv" } },
          { "cat": "Node", "name": "first_nchwc_kernel_time", "dur": 3000, "args": { "op_name": "Conv" } },
          { "cat": "Node", "name": "second/computed_token_7_kernel_time", "dur": 9000, "args": { "op_name": "QLinearConv" } },
          { "cat": "Node", "name": "second/computed_token_7_kernel_time", "dur": 500, "args": { "op_name": "QLinearConv" } },
          { "cat": "Node", "name": "third_kernel_time", "dur": 9000, "args": { "op_name": "NhwcFusedConv" } },
          { "cat": "Node", "name": "third_kernel_time", "dur": 40, "args": { "op_name": "NhwcFusedConv" } }
        ]
        """;

    [Fact]
    public void Nodes_are_summed_by_kind_from_their_medians_behind_the_warm_up() => Assert.Equal(
        [new OperationTime("Conv, dense", 2, 2.04), new OperationTime("Conv, depthwise", 1, 0.5)],
        ProfileTrace.Read(Trace, 1, new HashSet<string> { "second/computed" }));

    [Fact]
    public void What_takes_little_is_one_row() => Assert.Equal(
        "| operation | float32, nodes | float32, ms | int8, nodes | int8, ms |\n|---|---|---|---|---|\n"
        + "| Conv, dense | 2 | 2.0 | 0 | 0.0 |\n| all others | 1 | 0.0 | 3 | 0.1 |\n| together | 3 | 2.1 | 3 | 0.1 |\n",
        ProfileTable.Write(
            ["float32", "int8"],
            [[new OperationTime("Conv, dense", 2, 2.04), new OperationTime("Add", 1, 0.02)], [new OperationTime("Mul", 3, 0.08)]]));
}
