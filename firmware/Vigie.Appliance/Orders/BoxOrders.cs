using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Pipeline;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Scene.Rules.Precision;
using Vigie.Trust.Anchors;
using Vigie.Trust.Approvals;
using Vigie.Trust.Journal;
using Vigie.Trust.Mandates;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Appliance.Orders;

/// <summary>
/// What a box was ordered: the permit of its service, and everything that is to be told about it. Ticked once a second by the service;
/// what a tick finds goes to the log and to the journal.
/// </summary>
public sealed class BoxOrders
{
    private readonly TrustedTime _time;
    private readonly BoxJournal? _journal;
    private readonly ILogger _logger;
    private volatile ApprovedModels? _models;
    private volatile FrozenDictionary<string, string> _cameraModels = FrozenDictionary<string, string>.Empty;

    private volatile string _noModels = "";
    private string? _problem;

    private BoxOrders(MandateStore store, TrustedTime time, BoxJournal? journal, ILogger logger, TimeProvider clock)
    {
        (Store, _time, _journal, _logger) = (store, time, journal, logger);
        Desk = new MandateDesk(store, time, PrecisionOf, clock, out IReadOnlyList<MandateNotice> first);
        Permit = new MandatePermit(Desk);
        ReadModels();
        Tell(first);
    }

    /// <summary>Asked before anything is watched for.</summary>
    public IPermit Permit { get; }

    /// <summary>What may run now, why not, and under which mandate.</summary>
    public MandateDesk Desk { get; }

    /// <summary>Takes documents that come over the network.</summary>
    public MandateStore Store { get; }

    /// <summary>Names of the cameras' models: what was measured of a kind was measured with a model. Any thread.</summary>
    internal IReadOnlyDictionary<string, string> CameraModels
    {
        get => _cameraModels;
        set => _cameraModels = value.ToFrozenDictionary();
    }

    /// <summary>What is certain of a kind's precision with a camera's model, per cent; null: nobody has measured it.</summary>
    internal int? PrecisionOf(string kind, string camera) =>
        EventKinds.TryParse(kind, out EventKind number) && _cameraModels.TryGetValue(camera, out string? model)
        && PrecisionTable.TryFind(number, model, out MeasuredPrecision? measured) ? measured.CertainPercent : null;

    /// <summary>Opens what was asked.</summary>
    /// <param name="settings">What the configuration says.</param>
    /// <param name="site">Site of the box.</param>
    /// <param name="device">Its name.</param>
    /// <param name="stateDirectory">Its state directory.</param>
    /// <param name="journal">Where changes are journalled; null where there is none.</param>
    /// <param name="logger">Where they are logged.</param>
    /// <param name="clock">The box's clock.</param>
    /// <exception cref="Fault">Anchors that cannot be trusted, or files that are damaged.</exception>
    public static BoxOrders Open(
        OrderSettings settings, string site, string device, string stateDirectory, BoxJournal? journal, ILogger logger, TimeProvider clock)
    {
        TrustAnchors anchors = AnchorFile.Read(settings.Anchors);
        MandateStore store = new(stateDirectory, anchors, site, device);
        ITimeSource source = TimeSources.Of(settings.Time, anchors, store.Box, stateDirectory, clock);
        return new BoxOrders(store, new TrustedTime(source, new TimeWitness(stateDirectory), clock), journal, logger, clock);
    }

    /// <summary>Whether a network may run: its file is on the list that a maker has signed. Allocates nothing where it may.</summary>
    /// <param name="sha256">SHA-256 of the file that the engine gets, in hexadecimal digits.</param>
    /// <param name="reason">Where it may not: why.</param>
    public bool AllowsModel(string sha256, out string reason)
    {
        ApprovedModels? models = _models;
        bool allowed = models is not null && models.Contains(sha256);
        reason = allowed ? ""
            : models is null ? _noModels
            : $"its network ({sha256[..12]}…) is not on the maker's list of approved networks";
        return allowed;
    }

    /// <summary>Whether a network may tell postures: the list that a maker has signed says of it that it gives joints. Allocates nothing where it may.</summary>
    /// <param name="sha256">As of <see cref="AllowsModel"/>; null: nobody is to tell any.</param>
    /// <param name="reason">Where it may not: why.</param>
    public bool AllowsPostures(string? sha256, out string reason)
    {
        reason = "";
        if (sha256 is null || !AllowsModel(sha256, out reason))
        {
            return sha256 is null;
        }

        bool allowed = _models?.Contains(sha256, ModelOutput.Joints) == true;
        reason = allowed ? "" : $"its network ({sha256[..12]}…) is on the maker's list, but not as one that gives \"joints\"";
        return allowed;
    }

    /// <summary>Verifies a document against the box's anchors: the date counts once the box knows it.</summary>
    public bool TryOpen(
        ReadOnlyMemory<byte> bytes, DocumentType type, [NotNullWhen(true)] out SignedDocument? document, [NotNullWhen(false)] out Refusal? refusal)
    {
        TimeReading time = Desk.Standing.Time;
        return Store.Anchors.TryVerify(bytes, type, time.Trusted ? time.Now : null, out document, out refusal);
    }

    /// <summary>Looks again.</summary>
    /// <returns>Whether a mandate began, ended, was stopped or lifted, or the time was lost or found: then what runs is to be asked for again.</returns>
    public bool Tick()
    {
        try
        {
            ReadModels();
            IReadOnlyList<MandateNotice> notices = Desk.Tick();
            Say(Desk.Problem);
            Tell(notices);
            return notices.Any(notice => notice.Kind is not (MandateNoticeKind.EndsSoon or MandateNoticeKind.ClockSetBack or MandateNoticeKind.Refused));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What was read last holds for half a minute; then nobody looks until orders can be read again.
            Say(error.Message);
            return false;
        }
    }

    /// <summary>Makes the last time seen durable, at a stop.</summary>
    public void Stop() => _time.Stop();

    /// <summary>Reads the maker's list, verified anew: each second, as mandates are, so that one that lost its signature allows nothing.</summary>
    internal void ReadModels()
    {
        bool found = Store.TryReadModels(out ApprovedModels? models, out Refusal? refusal);
        _noModels = found ? "" : $"no network may run: {refusal!.Problem}. {refusal.Remedy}";
        _models = models;
    }

    private void Say(string? problem)
    {
        if (problem is not null && _problem is null)
        {
            OrderLog.DiskRefuses(_logger, problem);
        }
        else if (problem is null && _problem is not null)
        {
            OrderLog.DiskTakes(_logger);
        }

        _problem = problem;
    }

    private void Tell(IReadOnlyList<MandateNotice> notices)
    {
        foreach (MandateNotice notice in notices)
        {
            OrderLog.Notice(_logger, notice.Kind, notice.Words);
            JournalDetail detail = JournalDetail.Empty.With("words", notice.Words[..Math.Min(notice.Words.Length, JournalDetail.LongestText)]);
            _journal?.Append(KindOf(notice.Kind), notice.Mandate.Length > 0 ? detail.With("hash", Convert.FromHexString(notice.Mandate)) : detail);
        }
    }

    private static JournalKind KindOf(MandateNoticeKind kind) => kind switch
    {
        MandateNoticeKind.InForce => JournalKind.MandateBegan,
        MandateNoticeKind.Waits => JournalKind.MandateInstalled,
        MandateNoticeKind.EndsSoon => JournalKind.MandateEnding,
        MandateNoticeKind.Stopped => JournalKind.MandateRevoked,
        MandateNoticeKind.Lifted => JournalKind.RevocationLifted,
        MandateNoticeKind.Refused => JournalKind.DocumentRefused,
        MandateNoticeKind.TimeTrusted or MandateNoticeKind.TimeLost or MandateNoticeKind.ClockSetBack => JournalKind.ClockChanged,
        _ => JournalKind.MandateEnded,
    };
}
