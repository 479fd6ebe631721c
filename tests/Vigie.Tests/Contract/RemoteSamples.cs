using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>Commands and results to test with: by hand, and generators of what the contract permits.</summary>
internal static class RemoteSamples
{
    public static CommandRecord Command { get; } = new()
    {
        Action = CommandAction.Stop,
        Box = "saint-denis/box-7",
        Counter = 1_772_600_767_890,
        Expires = Samples.Moment.AddMinutes(1),
        Reason = "council's vote of today",
    };

    public static ResultRecord Result { get; } = new()
    {
        Document = string.Concat(Enumerable.Repeat("0123456789abcdef", 4)),
        Time = Samples.Moment,
        Done = true,
        Action = CommandAction.Status,
        Counter = 1_772_600_767_890,
        Words = "how this box is",
        Health = """{"state":"running","troubles":[]}""",
    };

    private static Gen<string> Names { get; } = Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char[' ', '~'], Gen.Char['à', 'ÿ'], Gen.Char['一', '丿']), 1, 200];

    private static Gen<CommandAction> Actions { get; } = Gen.Int[1, 4].Select(action => (CommandAction)action);

    private static Gen<long> Counters { get; } = Gen.OneOf(Gen.Long[1, 300], Gen.Long[1, CommandRecord.MaximumCounter]);

    public static Gen<CommandRecord> Commands { get; } =
        from action in Actions
        from box in Gen.String[Gen.Char['a', 'z'], 1, CommandRecord.LongestBox]
        from counter in Counters
        from expires in Samples.Times
        from reason in Names.Null()
        select new CommandRecord { Action = action, Box = box, Counter = counter, Expires = expires, Reason = reason };

    public static Gen<ResultRecord> Results { get; } =
        from document in Gen.Byte.Array[32]
        from time in Samples.Times
        from done in Gen.Bool
        from asked in Gen.Select(Actions, Counters)
        from isCommand in Gen.Bool
        from texts in Gen.Select(Names.Null(), Names.Null())
        select new ResultRecord
        {
            Document = Convert.ToHexStringLower(document),
            Time = time,
            Done = done,
            Action = isCommand ? asked.Item1 : null,
            Counter = isCommand ? asked.Item2 : null,
            Words = texts.Item1,
            Health = texts.Item2,
        };
}
