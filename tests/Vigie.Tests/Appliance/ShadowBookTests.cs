using Microsoft.Extensions.Time.Testing;
using Vigie.Appliance.Health;
using Vigie.Appliance.Journal;
using Vigie.Appliance.Pipeline;
using Vigie.Appliance.Service;
using Vigie.Contract;
using Vigie.Core;
using Vigie.Delivery;
using Vigie.Scene.Rules;
using Vigie.Scene.Rules.Shadows;
using Vigie.Tests.Delivery;
using Vigie.Tests.Scene;
using Vigie.Tests.Trust.Journal;
using Vigie.Trust.Journal;

namespace Vigie.Tests.Appliance;

/// <summary>What rules count in their shadow time outlives the box's restarts, and is told once.</summary>
public sealed class ShadowBookTests : IDisposable
{
    private const string Asked = """[{ "kind": "intrusion", "zone": "yard", "dwell": "0s", "shadow": "1min", "limit": 1000 }]""";

    private static readonly ShadowCamera Gate = new("gate", 1, 5);

    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-shadows-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 22, 30, 0, TimeSpan.Zero));
    private readonly LogBook _log = new();
    private readonly JournalBench _bench;
    private readonly BoxJournal _journal;
    private readonly JournalDesk _desk;

    public ShadowBookTests()
    {
        _bench = new JournalBench(_folder);
        _journal = _bench.Open();
        _desk = new JournalDesk(_journal, null, _time);
    }

    public void Dispose()
    {
        _desk.Dispose();
        _journal.Dispose();
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void It_goes_on_where_it_was_and_is_told_once()
    {
        ShadowBook first = Open();
        Watch(first, seconds: 30, signals: 2);
        first.Save();

        ShadowBook second = Open();
        Assert.Equal((TimeSpan.FromSeconds(30), 2), (LedgerOf(second).Tally.Watched, LedgerOf(second).Tally.Signals));
        Watch(second, seconds: 30, signals: 3);
        second.Look();
        second.Look();

        string said = Assert.Single(_log.All, line => line.Contains("shadow time is over", StringComparison.Ordinal));
        Assert.Contains("camera gate: rule intrusion yard", said, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("would have sent 5 signals; at 22-23 h 5; middle left 5", said, StringComparison.Ordinal);
        second.Save();
        ShadowBook third = Open();
        Assert.True(LedgerOf(third).IsOver);
        third.Look();
        Assert.Single(_log.All, line => line.Contains("shadow time is over", StringComparison.Ordinal));
    }

    /// <summary>Over a restart, once, as a record that is numbered and durable like an event; and what is of too few stays in the box.</summary>
    [Fact]
    public async Task Subscribers_are_told_once_what_may_leave_the_box()
    {
        using OutboxBench bench = new();
        using Outbox outbox = bench.Open();
        ShadowBook first = Open(outbox);
        Watch(first, seconds: 30, signals: 4);
        first.Save();
        ShadowBook second = Open(outbox);
        Watch(second, seconds: 30, signals: 3);
        second.Look();
        await outbox.FlushAsync(TestContext.Current.CancellationToken);
        second.Look();
        Open(outbox).Look();
        ShadowBook third = Open(outbox);
        Assert.True(LedgerOf(third).IsOver);
        third.Look();

        await outbox.FlushAsync(TestContext.Current.CancellationToken);
        List<OutboxRecord> sent = [];
        while (outbox.TryRead(Lane.Signals, out OutboxRecord? record))
        {
            sent.Add(record);
        }

        Assert.Equal(["context", "shadow"], sent.Select(record => record.Message.Topic));
        Assert.True(sent[1].Message.Retain, "Who does not know the topic must not be held up by it.");
        Assert.True(ShadowRecord.TryDecode(sent[1].Message.Payload, WireEncoding.Cbor, out ShadowRecord? shadow, out string problem), problem);
        Assert.Equal((sent[1].Id.Sequence, 1, 1, EventKind.Intrusion, 1, "intrusion yard"), (shadow.Identity.Sequence, shadow.Context, shadow.Camera, shadow.Kind, shadow.Zone, shadow.Rule));
        Assert.Equal((60, 5, 7, 0), (shadow.Watched, shadow.Floor, shadow.Signals, shadow.Held));
        Assert.Equal([new ShadowHour(22, 7)], shadow.Hours);
        Assert.Equal([new ShadowCell(0, 1, 7)], shadow.Cells);
    }

    [Fact]
    public void A_camera_whose_counts_keep_back_more_keeps_back_more_of_its_shadow_times_too()
    {
        static ShadowCamera Of(string rules) => ShadowCamera.Of("gate", 1, Footage.Read(rules, Footage.Context, out _));
        Assert.Equal(5, Of(Asked).Floor);
        Assert.Equal(12, Of("""[{ "kind": "count", "zone": "yard", "floor": 12 }]""").Floor);
        Assert.Equal(5, Of("""[{ "kind": "count", "zone": "yard", "floor": 3 }]""").Floor);
    }

    [Fact]
    public void It_is_saved_once_a_minute()
    {
        ShadowBook book = Open();
        Watch(book, seconds: 10, signals: 1);
        book.Look();
        Assert.False(File.Exists(ShadowBook.PathIn(_folder)));
        _time.Advance(TimeSpan.FromMinutes(1));
        book.Look();
        Assert.Equal(1, LedgerOf(Open()).Tally.Signals);
    }

    [Fact]
    public void A_rule_that_is_no_longer_asked_for_is_forgotten()
    {
        ShadowBook book = Open();
        Watch(book, seconds: 10, signals: 1);
        book.Keep([]);
        book.Save();
        Assert.Equal(0, LedgerOf(Open()).Tally.Signals);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{ "gate/x": null }""")]
    [InlineData("""{ "gate/x": { "tally": { "watched": "00:00:01", "signals": -1, "held": 0, "hours": [], "cells": [] }, "told": false } }""")]
    [InlineData("""{ "gate/x": { "tally": { "watched": "00:00:01", "signals": 7, "held": 0, "hours": [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0], "cells": [0,0,0,0,0,0,0,0,0,0,0,0] }, "told": false } }""")]
    [InlineData("""{ "gate/x": { "tally": { "watched": "00:00:01", "signals": 1 }, "told": false } }""")]
    public void A_damaged_file_is_said_and_counts_begin_anew(string text)
    {
        File.WriteAllText(ShadowBook.PathIn(_folder), text);
        Assert.Equal(ShadowTally.Empty.Watched, LedgerOf(Open()).Tally.Watched);
        Assert.Single(_log.All, line => line.Contains("could not be kept or read", StringComparison.Ordinal));
    }

    [Fact]
    public void Status_says_how_far_it_is()
    {
        ShadowBook book = Open();
        Watch(book, seconds: 30, signals: 1);
        RuleReport report = RuleReport.Of(Rule, "shadow", LedgerOf(book));
        Assert.Contains("intrusion yard: in its shadow time, 30s of 1min: would have sent 1 signal; at 22-23 h 1; middle left 1", report.Sentences);
        Assert.Equal(1, report.Shadow!.Hours[22]);
        Assert.Equal([0, 1, 0], report.Shadow.Cells.Select(row => row[0]));
    }

    private static RuleSettings Rule { get; } = Footage.Read(Asked, Footage.Context, out _)[0];

    private ShadowBook Open(Outbox? outbox = null) => new(_folder, _desk, new EventDesk(EventDeskTests.Context(), outbox, null), _log, _time);

    private static ShadowLedger LedgerOf(ShadowBook book) => book.LedgerOf(Gate, Rule);

    // Somebody jumps into the yard and out again, at even seconds.
    private void Watch(ShadowBook book, int seconds, int signals)
    {
        SceneRules rules = new(Footage.Format, "gate", new Permission(), [Rule], shadows: rule => book.LedgerOf(Gate, rule));
        for (int second = 0; second <= seconds; second++)
        {
            TimeSpan at = TimeSpan.FromSeconds(second);
            Track[] tracks = second < signals * 2 && second % 2 == 0 ? [Footage.Track(second + 1, 20, 50, at)] : [];
            Assert.Equal(0, rules.Step(at, tracks, _time.GetUtcNow()).Length);
        }
    }
}
