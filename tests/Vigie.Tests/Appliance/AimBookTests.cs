using Microsoft.Extensions.Time.Testing;
using Vigie.Appliance.Journal;
using Vigie.Appliance.Service;
using Vigie.Tests.Delivery;
using Vigie.Tests.Trust.Journal;
using Vigie.Trust.Journal;

namespace Vigie.Tests.Appliance;

/// <summary>Which cameras were moved outlives the box's restarts, and is lifted by a person whom the journal names.</summary>
public sealed class AimBookTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-aims-").FullName;
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly LogBook _log = new();
    private readonly List<AimBook> _books = [];
    private readonly JournalBench _bench;
    private readonly BoxJournal _journal;
    private readonly JournalDesk _desk;

    public AimBookTests()
    {
        _bench = new JournalBench(_folder);
        _journal = _bench.Open();
        _desk = new JournalDesk(_journal, null, _time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_books.Select(book => book.Saving));
        _desk.Dispose();
        _journal.Dispose();
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_moved_camera_stays_so_over_restarts_until_it_is_confirmed()
    {
        AimBook first = Open();
        first.AimOf("gate").Lose(Noon);
        first.AimOf("gate").Lose(Noon.AddHours(1));
        await first.LookAsync(Cancel);
        Assert.Equal((true, false), (first.AimOf("gate").IsLost, first.AimOf("square").IsLost));

        AimBook second = Open();
        Assert.Equal(Noon, second.AimOf("gate").LostAt);
        Assert.Null(second.AimOf("square").LostAt);
        Assert.Same(second.AimOf("gate"), second.AimOf("gate"));

        new AimConfirmation("gate", "A. Martin").Write(AimConfirmation.PathIn(_folder, 1));
        await second.LookAsync(Cancel);
        Assert.Equal((false, 1), (second.AimOf("gate").IsLost, second.AimOf("gate").Confirmations));
        Assert.Empty(AimConfirmation.Waiting(_folder));
        Assert.False(Open().AimOf("gate").IsLost);
        Assert.Single(_log.All, line => line.Contains("Camera gate was moved", StringComparison.Ordinal));
        Assert.Single(_log.All, line => line.Contains("Camera gate: its view was confirmed by A. Martin", StringComparison.Ordinal));
        await _journal.AppendAsync(JournalKind.Stopped, JournalDetail.Empty, Cancel);
        string written = string.Concat(Directory.GetFiles(_folder, "journal-*", SearchOption.AllDirectories).Select(ReadText));
        Assert.Contains("A. Martin", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_lets_all_cameras_wait()
    {
        File.WriteAllText(AimBook.PathIn(_folder), "{ \"gate\": ");
        AimBook book = Open();
        Assert.Equal((Noon, Noon), (book.AimOf("gate").LostAt, book.AimOf("square").LostAt));
        Assert.Single(_log.All, line => line.Contains("All cameras wait to be confirmed.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_confirms_nothing_is_said_and_removed()
    {
        AimBook book = Open();
        book.AimOf("gate").Lose(Noon);
        File.WriteAllText(AimConfirmation.PathIn(_folder, 1), """{ "camera": "gate" }""");
        await book.LookAsync(Cancel);
        Assert.True(book.AimOf("gate").IsLost);
        Assert.Empty(AimConfirmation.Waiting(_folder));
        Assert.Contains(_log.All, line => line.Contains("confirm-camera-1.json", StringComparison.Ordinal));
    }

    private static string ReadText(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private AimBook Open()
    {
        AimBook book = new(_folder, _desk, _log, _time);
        _books.Add(book);
        return book;
    }
}
