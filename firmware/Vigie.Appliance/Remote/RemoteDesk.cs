using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Orders;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;
using Vigie.Trust.Commands;
using Vigie.Trust.Journal;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;

namespace Vigie.Appliance.Remote;

/// <summary>
/// The one desk at which everything arrives that a broker sends and that is not a receipt. It verifies it like a file, journals it, taken or refused, carries it out,
/// and says so to who signed it. Of what no trusted key signed nothing is said but in journal and log.
/// </summary>
internal sealed class RemoteDesk : IAsyncDisposable
{
    // Journal files that are asked for counters: some 6,000 records, far more than commands can come within the longest life of one.
    private const int NewestFiles = 2;

    // Signatures that are checked: at once, and then a second. One costs some 0.2 ms.
    private const int Verifications = 40;
    private const double VerificationsPerSecond = 20;

    // A replay is refused by its own claim; its signature is checked only where there is leisure, to tell its sender.
    private const int Leisure = 30;

    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(3);

    private const int Attempts = 20;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    private readonly BoxTrust _trust;
    private readonly LetterBox _letters;
    private readonly CommandGate _gate;
    private readonly CommandHand _hand;
    private readonly ResultSender _results;
    private readonly RefusalBook _book;
    private readonly Allowance _verifications;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private string? _lastRevocation;
    private long _unread;

    /// <summary>Opens the desk.</summary>
    /// <param name="trust">Whom the box obeys.</param>
    /// <param name="stateDirectory">Where it keeps what it has had.</param>
    /// <param name="letters">What comes.</param>
    /// <param name="results">Says what became of it.</param>
    /// <param name="logger">Where it speaks.</param>
    /// <param name="time">The box's clock.</param>
    /// <exception cref="Fault">What it has had is damaged.</exception>
    public RemoteDesk(BoxTrust trust, string stateDirectory, LetterBox letters, ResultSender results, ILogger logger, TimeProvider time)
    {
        (_trust, _letters, _results, _logger, _time) = (trust, letters, results, logger, time);
        CommandCounters counters = new(stateDirectory, JournalReader.Read(Path.Combine(stateDirectory, "journal"), NewestFiles));
        _gate = new CommandGate(trust.Orders.Store.Box, trust.Orders.Store.Anchors, counters);
        _hand = new CommandHand(trust, counters, results, logger, time);
        _book = new RefusalBook(trust.Journal, logger, time);
        _verifications = new Allowance(Verifications, VerificationsPerSecond, time);
        _timer = time.CreateTimer(_ => Count(), null, RefusalBook.CountInterval, RefusalBook.CountInterval);
    }

    /// <summary>Completes when it is disposed of; fails only where we are wrong.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Commands that were carried out since the start.</summary>
    public long Accepted => _hand.Accepted;

    /// <summary>What was refused since the start, commands and all else.</summary>
    public long Refused => _book.Refused;

    /// <summary>Begins to take what comes.</summary>
    public void Start() => Completion = RunAsync(_stop.Token);

    /// <summary>Ends with what it has in hand, and says what it only counted.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // A command that waits for a journal whose disk refuses keeps nobody from stopping.
        await Task.WhenAny(Completion, Task.Delay(Goodbye, _time));
        await _timer.DisposeAsync();
        Count();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await foreach (Letter letter in _letters.Letters.ReadAllAsync(stop))
            {
                await TakeAsync(letter);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Takes one.</summary>
    internal async Task TakeAsync(Letter letter)
    {
        (Refusal? refusal, string? signer) = letter switch
        {
            { IsTooLong: true } => (TooLong(letter), null),
            { Name: Topics.CommandName } => await CommandAsync(letter.Payload),
            { Name: Topics.RevocationName } => (await RevokeAsync(letter.Payload), null),
            _ => (new Refusal(RefusalReason.OtherTopic, "is nothing that this box takes from a broker", "Let nobody write there, by the broker's rules."), null),
        };
        if (refusal is not null)
        {
            JournalKind kind = letter.Name == Topics.RevocationName ? JournalKind.DocumentRefused : JournalKind.CommandRefused;
            _book.Note(kind, letter.Name, letter.Payload, refusal, signer);
        }
    }

    private async Task<(Refusal? Refusal, string? Signer)> CommandAsync(ReadOnlyMemory<byte> bytes)
    {
        Refusal? foreseen = _gate.Foresee(bytes);
        bool leisurely = foreseen is { Reason: RefusalReason.Replayed };
        if ((foreseen is not null && !leisurely) || !_verifications.TryTake(leisurely ? Leisure : 0))
        {
            return (foreseen ?? TooMany(), null);
        }

        if (!_gate.TryOpen(bytes, _trust.Orders.Desk.Standing.Time, out SignedDocument? document, out CommandRecord? command, out Refusal? refusal))
        {
            if (document is not null)
            {
                _results.Refused(document.Hash, command, refusal);
            }

            return (refusal, document?.Signer);
        }

        return (await _hand.CarryOutAsync(document!, command), document!.Signer);
    }

    private async Task<Refusal?> RevokeAsync(ReadOnlyMemory<byte> bytes)
    {
        // Retained at the broker, it comes again with each connection; an empty one takes it away there.
        string file = Convert.ToHexString(SHA256.HashData(bytes.Span));
        if (bytes.IsEmpty || file == _lastRevocation)
        {
            return null;
        }

        if (!SignedDocument.TryReadUnverified(bytes, DocumentType.Revocation, out SignedDocument? document, out Refusal? refusal))
        {
            return refusal;
        }

        if (!_verifications.TryTake())
        {
            return TooMany();
        }

        (Revocation? word, refusal) = await InstallAsync(bytes);
        if (word is null)
        {
            return refusal;
        }

        _lastRevocation = file;
        string words = $"order {word.MandateHash[..16]}… is {(word.Lifts ? "no longer stopped" : "stopped")}: {word.Reason}";
        RemoteLog.Revoked(_logger, words);
        _results.Done(document.Hash, null, words);
        return null;
    }

    // A program that installs documents just now holds the store for a moment: a stop is not lost for that.
    private async Task<(Revocation? Word, Refusal? Refusal)> InstallAsync(ReadOnlyMemory<byte> bytes)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return _trust.Orders.Store.TryRevoke(bytes, out Revocation? word, out Refusal? refusal) ? (word, null) : (null, refusal);
            }
            catch (Exception error) when (error is Fault or IOException or UnauthorizedAccessException)
            {
                if (attempt == Attempts)
                {
                    RemoteLog.NotKept(_logger, error.Message);
                    return (null, CommandHand.NotKept(error));
                }

                await Task.Delay(BetweenAttempts, _time);
            }
        }
    }

    private void Count()
    {
        long dropped = _letters.Dropped;
        _book.Unread(dropped - Interlocked.Exchange(ref _unread, dropped));
        _book.Say();
    }

    private static Refusal TooLong(Letter letter) => new(
        RefusalReason.TooLarge, $"has {letter.Bytes} bytes, {LetterBox.MostBytes} at most", "Send what edgectl has signed.");

    private static Refusal TooMany() => new(RefusalReason.TooMany, "came with more than this box verifies", "Find out who floods it, and send it anew.");
}
