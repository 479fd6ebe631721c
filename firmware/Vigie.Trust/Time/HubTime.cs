using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Vigie.Core;
using Vigie.Trust.Anchors;
using Vigie.Trust.Signatures;

namespace Vigie.Trust.Time;

/// <summary>
/// Time from a hub. The box asks with a random question, anew every few seconds, in the file <c>time/question</c> below its state
/// directory; the hub signs question, box and time (<see cref="TimeReceipt"/>). An old answer fits no question that is open, so what
/// is accepted is at most two questions old. From then on the monotonic clock runs. Needs no system clock at all.
/// </summary>
public sealed class HubTime : ITimeSource
{
    /// <summary>How long a question is open at least; at most twice that.</summary>
    public static readonly TimeSpan QuestionAge = TimeSpan.FromSeconds(5);

    private readonly TrustAnchors _anchors;
    private readonly string _box;
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private byte[] _question = [];
    private byte[] _before = [];
    private long _asked;
    private (DateTimeOffset Time, long At)? _answer;
    private string? _unasked;

    /// <summary>Asks for the time.</summary>
    /// <param name="anchors">Who may answer: keys with the role hub.</param>
    /// <param name="box">Site and device.</param>
    /// <param name="stateDirectory">Question and answer lie in its folder <c>time</c>.</param>
    /// <param name="clock">Its monotonic clock is read.</param>
    public HubTime(TrustAnchors anchors, string box, string stateDirectory, TimeProvider clock)
    {
        (_anchors, _box, _clock) = (anchors, box, clock);
        _folder = Path.Combine(stateDirectory, "time");
        PrivateFile.CreateFolder(_folder);
        File.Delete(AnswerPath(stateDirectory));
        Ask();
    }

    /// <inheritdoc/>
    public string Name => "a hub's signed time";

    /// <inheritdoc/>
    public bool MayTurnBack => true;

    /// <summary>The open question.</summary>
    public ReadOnlyMemory<byte> Question => _question;

    /// <summary>Where a box writes its question: box and question, one line.</summary>
    public static string QuestionPath(string stateDirectory) => Path.Combine(stateDirectory, "time", "question");

    /// <summary>Where the answer is put.</summary>
    public static string AnswerPath(string stateDirectory) => Path.Combine(stateDirectory, "time", "answer.cose");

    /// <summary>Takes an answer, from wherever it came.</summary>
    public bool TryAnswer(ReadOnlyMemory<byte> bytes, [NotNullWhen(false)] out Refusal? refusal)
    {
        // Without the key's dates: to know the day is what this is for.
        if (!_anchors.TryVerify(bytes, DocumentType.TimeReceipt, at: null, out SignedDocument? document, out refusal)
            || !TimeReceipt.TryDecode(document.Payload, out TimeReceipt? receipt, out refusal))
        {
            return false;
        }

        refusal = receipt.Box != _box ? new(RefusalReason.OtherBox, $"answers {receipt.Box}, not {_box}", "Send each box its own answer.")
            : !Fits(receipt.Question.Span) ? new(RefusalReason.Replayed, "answers no question that is open", "Answer within five seconds.")
            : null;
        if (refusal is null)
        {
            _answer = (receipt.Time, _clock.GetTimestamp());
            // Each question is answered once.
            (_question, _before) = ([], []);
            Ask();
        }

        return refusal is null;
    }

    /// <inheritdoc/>
    public bool TryRead(DateTimeOffset system, out DateTimeOffset now, out string reason)
    {
        if (_clock.GetElapsedTime(_asked) >= QuestionAge)
        {
            Ask();
        }

        reason = Collect();
        now = _answer is (DateTimeOffset time, long at) ? time + _clock.GetElapsedTime(at) : system;
        return _answer is not null;
    }

    private string Collect()
    {
        string path = Path.Combine(_folder, "answer.cose");
        try
        {
            if (File.Exists(path))
            {
                byte[]? bytes = PrivateFile.ReadWithin(path, DocumentType.MostBytes);
                File.Delete(path);
                if (!TryAnswer(bytes ?? [], out Refusal? refusal))
                {
                    return "the last answer " + refusal.Problem;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"the last answer cannot be taken from the disk: {error.Message}";
        }

        return _answer is null ? _unasked ?? "no hub has answered yet" : "";
    }

    private bool Fits(ReadOnlySpan<byte> question) =>
        CryptographicOperations.FixedTimeEquals(question, _question) || CryptographicOperations.FixedTimeEquals(question, _before);

    private void Ask()
    {
        _before = _question;
        _question = RandomNumberGenerator.GetBytes(TimeReceipt.QuestionBytes);
        _asked = _clock.GetTimestamp();
        string path = Path.Combine(_folder, "question");
        try
        {
            PrivateFile.ReplaceQuickly(
                path, System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_box} {Convert.ToHexStringLower(_question)}\n")));
            _unasked = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The last answer is carried on by the monotonic clock; the next question is tried in time.
            _unasked = $"{path} cannot be written, so no hub can answer: {error.Message}";
        }
    }
}
