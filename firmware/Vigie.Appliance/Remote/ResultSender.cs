using System.Text;
using Vigie.Contract;
using Vigie.Delivery;
using Vigie.Trust.Signatures;

namespace Vigie.Appliance.Remote;

/// <summary>Says what became of what somebody with a trusted key asked. Any thread.</summary>
/// <param name="say">Takes the message; false where it has no room.</param>
/// <param name="encoding">How this box encodes.</param>
/// <param name="health">The last health record, as JSON in UTF-8.</param>
/// <param name="time">The box's clock.</param>
internal sealed class ResultSender(Func<OutboxMessage, bool> say, WireEncoding encoding, Func<byte[]> health, TimeProvider time)
{
    // What encoding adds at most: quotation marks of the health record, which JSON escapes once more, are among its bytes.
    private const int MostHealth = ResultRecord.MaximumBytes / 2;

    /// <summary>It was done.</summary>
    /// <param name="document">SHA-256 of what was signed.</param>
    /// <param name="command">The command; null for a revocation.</param>
    /// <param name="words">What was done.</param>
    public void Done(string document, CommandRecord? command, string words) => Send(Of(document, command, words) with { Done = true });

    /// <summary>It was refused.</summary>
    /// <param name="document">SHA-256 of what was signed.</param>
    /// <param name="command">The command, as far as it could be read.</param>
    /// <param name="refusal">Why.</param>
    public void Refused(string document, CommandRecord? command, Refusal refusal) => Send(Of(document, command, $"{refusal.Code}: it {refusal.Problem}. {refusal.Remedy}"));

    /// <summary>How the box is.</summary>
    public void Health(string document, CommandRecord command)
    {
        byte[] json = health();
        ResultRecord result = Of(document, command, "how this box is") with { Done = true };
        Send(json.Length <= MostHealth
            ? result with { Health = Encoding.UTF8.GetString(json) }
            : result with { Words = $"the health record has {json.Length} bytes, which is too long for a message: vigie status on the box prints it" });
    }

    private ResultRecord Of(string document, CommandRecord? command, string words) => new()
    {
        Document = document,
        Time = time.GetUtcNow(),
        Done = false,
        Action = command?.Action,
        Counter = command?.Counter,
        Words = words.Length <= ResultRecord.LongestWords ? words : words[..ResultRecord.LongestWords],
    };

    private void Send(ResultRecord result) => say(new OutboxMessage(Topics.ResultName, ContentTypes.Of(encoding), result.Encode(encoding)));
}
