using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Configuration;
using Vigie.Appliance.Health;
using Vigie.Appliance.Journal;
using Vigie.Appliance.Pipeline;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Shadows;

namespace Vigie.Appliance.Service;

/// <summary>
/// Keeps over restarts, in the state directory, what rules count in their shadow time, and says once what came of it: all of it in log and journal, what may
/// leave the box to subscribers. Ledgers are the workers' to ask for, on any thread; the looks are the service's.
/// </summary>
internal sealed class ShadowBook
{
    private const int LargestFile = 4_000_000;

    // After a power cut a shadow time is so much longer at most.
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly JournalDesk _journal;
    private readonly EventDesk _desk;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ShadowEntry> _before;
    private readonly Dictionary<string, (ShadowCamera Camera, RuleSettings Rule, ShadowLedger Ledger)> _ledgers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told;

    // Told to the outbox, but perhaps not yet on its disk: until then a restart tells them again.
    private readonly HashSet<string> _onTheWay = new(StringComparer.Ordinal);
    private Task _way = Task.CompletedTask;
    private long _saved;
    private bool _isUnsaved;

    /// <summary>Reads what earlier lives of the box have counted.</summary>
    public ShadowBook(string stateDirectory, JournalDesk journal, EventDesk desk, ILogger logger, TimeProvider time)
    {
        (_path, _journal, _desk, _logger, _time) = (PathIn(stateDirectory), journal, desk, logger, time);
        _before = Read();
        _told = [.. _before.Where(entry => entry.Value.Told).Select(entry => entry.Key)];
        _saved = time.GetTimestamp();
    }

    /// <summary>Where it is kept.</summary>
    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, "shadows.json");

    /// <summary>What a rule has counted so far, and goes on counting in: the same one, however often its pipeline starts again.</summary>
    public ShadowLedger LedgerOf(ShadowCamera camera, RuleSettings rule)
    {
        string key = KeyOf(camera.Name, rule);
        lock (_gate)
        {
            if (!_ledgers.TryGetValue(key, out (ShadowCamera Camera, RuleSettings Rule, ShadowLedger Ledger) known) || known.Ledger.Length != rule.Shadow)
            {
                ShadowTally before = known.Ledger?.Tally ?? (_before.TryGetValue(key, out ShadowEntry? entry) ? entry.Tally : ShadowTally.Empty);
                known.Ledger = new ShadowLedger(rule.Shadow, before);
                if (!known.Ledger.IsOver)
                {
                    // A shadow time that was made longer has something to say again.
                    _told.Remove(key);
                }
            }

            _ledgers[key] = (camera, rule, known.Ledger);
            return known.Ledger;
        }
    }

    /// <summary>Forgets rules that are no longer asked for.</summary>
    public void Keep(ImmutableArray<CameraPlan> plans)
    {
        HashSet<string> asked = [.. plans.SelectMany(plan => plan.Rules.Select(rule => KeyOf(plan.Camera.Name, rule)))];
        lock (_gate)
        {
            foreach (string key in _before.Keys.Concat(_ledgers.Keys).Where(key => !asked.Contains(key)).ToArray())
            {
                _before.Remove(key);
                _ledgers.Remove(key);
                _told.Remove(key);
                _isUnsaved = true;
            }
        }
    }

    /// <summary>Says which shadow times are over, and saves now and then. About once a second.</summary>
    public void Look()
    {
        ImmutableArray<(string Key, ShadowCamera Camera, RuleSettings Rule, ShadowLedger Ledger)> over = TakeOver();
        foreach ((string key, ShadowCamera camera, RuleSettings rule, ShadowLedger ledger) in over)
        {
            ShadowReport report = ShadowReport.Of(ledger);
            ServiceLog.ShadowEnded(_logger, camera.Name, rule.Label, report.Sentence);
            _journal.ShadowEnded(camera.Name, rule.Label, report.Signals, report.Sentence);
            _onTheWay.Add(key);
            _way = _desk.PublishAsync(ShadowDisclosure.Of(ledger.Tally, rule, camera.Number, camera.Floor, _time.GetUtcNow()));
        }

        if (_onTheWay.Count > 0 && _way.IsCompletedSuccessfully)
        {
            _onTheWay.Clear();
            Save();
        }

        if (_time.GetElapsedTime(_saved) >= SaveEvery && HasNews())
        {
            Save();
        }
    }

    /// <summary>Saves. A disk that does not take it does not keep the box from watching; it is said.</summary>
    public void Save()
    {
        _saved = _time.GetTimestamp();
        Dictionary<string, ShadowEntry> entries;
        lock (_gate)
        {
            _isUnsaved = false;
            entries = new(_before);
            foreach ((string key, (ShadowCamera _, RuleSettings _, ShadowLedger ledger)) in _ledgers)
            {
                entries[key] = new ShadowEntry(ledger.Tally, _told.Contains(key) && !_onTheWay.Contains(key));
            }
        }

        if (entries.Count == 0 && !File.Exists(_path))
        {
            return;
        }

        try
        {
            PrivateFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(entries, ShadowJson.Default.DictionaryStringShadowEntry));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _isUnsaved = true;
            ServiceLog.ShadowsNotKept(_logger, _path, error.Message);
        }
    }

    // Where all shadow times are over nothing is counted any more, and a disk need not hear so each minute.
    private bool HasNews()
    {
        lock (_gate)
        {
            return _isUnsaved || _ledgers.Values.Any(known => !known.Ledger.IsOver);
        }
    }

    private static string KeyOf(string camera, RuleSettings rule) => $"{camera}/{rule.Identity}";

    private ImmutableArray<(string Key, ShadowCamera Camera, RuleSettings Rule, ShadowLedger Ledger)> TakeOver()
    {
        lock (_gate)
        {
            return [.. _ledgers.Where(known => known.Value.Ledger.IsOver && _told.Add(known.Key))
                .Select(known => (known.Key, known.Value.Camera, known.Value.Rule, known.Value.Ledger))];
        }
    }

    private Dictionary<string, ShadowEntry> Read()
    {
        try
        {
            byte[]? bytes = File.Exists(_path) ? PrivateFile.ReadWithin(_path, LargestFile) : "{}"u8.ToArray();
            Dictionary<string, ShadowEntry>? entries = JsonSerializer.Deserialize(bytes ?? [], ShadowJson.Default.DictionaryStringShadowEntry);
            if (entries is not null && entries.Values.All(entry => entry?.Tally.IsSound() == true))
            {
                return entries;
            }

            ServiceLog.ShadowsNotKept(_logger, _path, "its counts do not hang together; they begin anew");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            ServiceLog.ShadowsNotKept(_logger, _path, error.Message);
        }

        return [];
    }
}
