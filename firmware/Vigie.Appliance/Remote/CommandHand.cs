using Microsoft.Extensions.Logging;
using Vigie.Appliance.Orders;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Trust.Commands;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;
using Vigie.Trust.Switch;

namespace Vigie.Appliance.Remote;

/// <summary>
/// Carries out commands that were verified. Its counter is on disk and the command in the journal before anything happens, so that neither can happen twice; but for a
/// stop, which comes first. One thread.
/// </summary>
internal sealed class CommandHand(BoxTrust trust, CommandCounters counters, ResultSender results, ILogger logger, TimeProvider time)
{
    // Questions that are answered, and journalled: at once, and then a second. What stops and resumes is always done.
    private const int Questions = 20;
    private const double QuestionsPerSecond = 1;

    private readonly Allowance _questions = new(Questions, QuestionsPerSecond, time);
    private long _accepted;

    /// <summary>How many were carried out since the start.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Carries one out, and says so.</summary>
    /// <returns>Why not; null where it was done.</returns>
    public async Task<Refusal?> CarryOutAsync(SignedDocument document, CommandRecord command)
    {
        Refusal? refusal;
        try
        {
            refusal = await DoAsync(document, command);
        }
        catch (Exception error) when (error is Fault or IOException or UnauthorizedAccessException)
        {
            RemoteLog.NotKept(logger, error.Message);
            refusal = NotKept(error);
        }

        if (refusal is not null)
        {
            results.Refused(document.Hash, command, refusal);
        }

        return refusal;
    }

    /// <summary>The refusal of what the disk does not take.</summary>
    public static Refusal NotKept(Exception error) => new(
        RefusalReason.NotKept, $"cannot be written down: {OneLine(error.Message)}", "Free some space on the box's disk, or replace it. A stop is in force all the same, until the box starts again.");

    private async Task<Refusal?> DoAsync(SignedDocument document, CommandRecord command)
    {
        string signer = trust.Orders.Store.Anchors.NameOf(document.Signer), reason = $"{signer}: {command.Reason ?? "no reason given"}";
        bool asks = command.Action is CommandAction.Ping or CommandAction.Status;
        if (asks && !_questions.TryTake())
        {
            return new(RefusalReason.TooMany, "came with more questions than this box answers", "Ask less often: one a second is answered.");
        }

        if (command.Action == CommandAction.Stop)
        {
            await trust.Switch.PressAsync(SwitchSource.Command, reason);
        }

        counters.Raise(document.Signer, command.Counter);
        if (command.Action == CommandAction.Resume && trust.Switch is { Press: not null, IsByCommand: false })
        {
            return await trust.Switch.ResumeAsync(document.Signer, reason);
        }

        JournalDetail detail = JournalDetail.Empty.With("action", CommandActions.Name(command.Action)).With("signer", document.Signer)
            .With("counter", command.Counter).With("document", Convert.FromHexString(document.Hash)).With("reason", reason);
        await trust.Journal.AppendAsync(JournalKind.CommandAccepted, detail);
        Refusal? refusal = command.Action == CommandAction.Resume ? await trust.Switch.ResumeAsync(document.Signer, reason) : null;
        if (refusal is null)
        {
            Say(document, command, reason);
        }

        return refusal;
    }

    private void Say(SignedDocument document, CommandRecord command, string reason)
    {
        Interlocked.Increment(ref _accepted);
        string words = command.Action switch
        {
            CommandAction.Stop => $"nobody looks; {(trust.Switch.IsByCommand ? "resume" : "only a signed lift of what was pressed on the box")} lifts it",
            CommandAction.Resume => "cameras with an order are looked at",
            _ => "here",
        };
        RemoteLog.Done(logger, command.Action, reason, words);
        if (command.Action == CommandAction.Status)
        {
            results.Health(document.Hash, command);
        }
        else
        {
            results.Done(document.Hash, command, words);
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").TrimEnd('.');
}
