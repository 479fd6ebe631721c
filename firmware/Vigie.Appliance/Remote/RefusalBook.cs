using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;

namespace Vigie.Appliance.Remote;

/// <summary>
/// Journals what was refused of what the broker sent: each by itself at first, then, in a flood, how many for which reason, once a minute. So nobody fills the
/// journal, and nothing goes unsaid. Any thread.
/// </summary>
internal sealed class RefusalBook
{
    /// <summary>Refusals that are journalled each by itself: at once, and then one in six seconds.</summary>
    public const int Burst = 10;

    /// <summary>How often what was only counted is said.</summary>
    public static readonly TimeSpan CountInterval = TimeSpan.FromMinutes(1);

    private const double PerSecond = 1.0 / 6;
    private const int MostReasons = 9;

    private readonly BoxJournal _journal;
    private readonly ILogger _logger;
    private readonly Allowance _allowance;
    private readonly SortedDictionary<string, long> _counted = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Opens it.</summary>
    public RefusalBook(BoxJournal journal, ILogger logger, TimeProvider time) =>
        (_journal, _logger, _allowance) = (journal, logger, new Allowance(Burst, PerSecond, time));

    /// <summary>How many were refused since the start.</summary>
    public long Refused { get; private set; }

    /// <summary>Notes a refusal.</summary>
    /// <param name="kind">What was refused: a command or another document.</param>
    /// <param name="topic">Where it came, below the device.</param>
    /// <param name="bytes">What came.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="signer">Thumbprint of the trusted key that signed it; null where none did.</param>
    public void Note(JournalKind kind, string topic, ReadOnlyMemory<byte> bytes, Refusal refusal, string? signer)
    {
        lock (_gate)
        {
            Refused++;
            if (!_allowance.TryTake())
            {
                Count(refusal.Code, 1);
                return;
            }
        }

        JournalDetail detail = JournalDetail.Empty.With("topic", topic).With("why", refusal.Code).With("problem", refusal.Problem)
            .With("document", SHA256.HashData(bytes.Span));
        _journal.Append(kind, signer is null ? detail : detail.With("signer", signer));
        RemoteLog.Refused(_logger, topic, refusal.Problem, refusal.Remedy);
    }

    /// <summary>So many were not even looked at.</summary>
    public void Unread(long count)
    {
        lock (_gate)
        {
            Refused += count;
            Count("unread", count);
        }
    }

    /// <summary>Says what was only counted.</summary>
    public void Say()
    {
        JournalDetail detail = JournalDetail.Empty;
        long total;
        lock (_gate)
        {
            total = _counted.Values.Sum();
            foreach ((string reason, long count) in _counted.OrderByDescending(entry => entry.Value).Take(MostReasons))
            {
                detail = detail.With(reason, count);
            }

            _counted.Clear();
        }

        if (total > 0)
        {
            _journal.Append(JournalKind.CommandRefused, detail.With("count", total));
            RemoteLog.Flood(_logger, total.ToString("N0", CultureInfo.InvariantCulture), detail.ToString());
        }
    }

    private void Count(string reason, long count)
    {
        if (count > 0)
        {
            _counted[reason] = _counted.GetValueOrDefault(reason) + count;
        }
    }
}
