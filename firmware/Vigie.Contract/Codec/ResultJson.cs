namespace Vigie.Contract.Codec;

/// <summary>A result in JSON.</summary>
internal static class ResultJson
{
    public static byte[] Encode(ResultRecord record) => JsonOutput.Record(writer =>
    {
        writer.WriteString("document", record.Document);
        JsonOutput.Time(writer, record.Time);
        writer.WriteBoolean("done", record.Done);
        JsonOutput.TextIfAny(writer, "action", record.Action is { } action ? CommandActions.Name(action) : null);
        if (record.Counter is { } counter)
        {
            writer.WriteNumber("counter", counter);
        }

        JsonOutput.TextIfAny(writer, "words", record.Words);
        JsonOutput.TextIfAny(writer, "health", record.Health);
    });

    public static ResultRecord Decode(ReadOnlyMemory<byte> payload) => JsonFields.Record(payload, fields => new ResultRecord
    {
        Document = fields.Text("document"),
        Time = fields.Time(),
        Done = fields.Boolean("done"),
        Action = ActionOf(fields.OptionalText("action")),
        Counter = fields.Has("counter") ? fields.LongNumber("counter") : null,
        Words = fields.OptionalText("words"),
        Health = fields.OptionalText("health"),
    });

    private static CommandAction? ActionOf(string? name) => name switch
    {
        null => null,
        _ when CommandActions.TryParse(name, out CommandAction action) => action,
        _ => throw new FormatException($"action {name} is not known to this version"),
    };
}
