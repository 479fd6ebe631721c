using System.Globalization;
using Vigie.Core;
using Vigie.Trust.Signatures;
using Vigie.Trust.Time;

namespace Vigie.Tests.Trust;

public sealed class TimeTest : IDisposable
{
    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    [Fact]
    public void A_board_clock_is_believed_where_it_set_the_system_and_agrees()
    {
        RealTimeClock clock = new(_town.Folder);
        Assert.False(clock.TryRead(Town.Now, out _, out string reason));
        Assert.StartsWith("there is no board clock", reason, StringComparison.Ordinal);
        Board(Town.Now.AddSeconds(1), set: "0");
        Assert.False(clock.TryRead(Town.Now, out _, out _));
        Board(Town.Now.AddSeconds(1));
        Assert.True(clock.TryRead(Town.Now, out DateTimeOffset now, out _));
        Assert.Equal(Town.Now, now);
        Board(Town.Now.AddSeconds(3));
        Assert.False(clock.TryRead(Town.Now, out _, out reason));
        Assert.Contains("one was set without the other", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_is_asked_whether_network_time_is_kept()
    {
        bool kept = new NetworkTime().TryRead(Town.Now, out _, out string reason);
        Assert.Equal(kept, reason.Length == 0);
    }

    [Fact]
    public void A_hub_answers_the_open_question_once()
    {
        HubTime hub = Hub();
        ReadOnlyMemory<byte> question = hub.Question;
        Assert.False(hub.TryRead(Town.Now, out _, out string reason));
        Assert.Equal("no hub has answered yet", reason);
        Assert.Equal(RefusalReason.Replayed, Refused(hub, Answer(_town.Hub, new byte[16], Town.Now)));
        Assert.Equal(RefusalReason.WrongRole, Refused(hub, Answer(_town.Prefecture, question, Town.Now)));
        Assert.Equal(RefusalReason.OtherBox, Refused(hub, Answer(_town.Hub, question, Town.Now, "reims/box-18")));
        byte[] answer = Answer(_town.Hub, question, Town.Now.AddYears(1));
        Assert.True(hub.TryAnswer(answer, out _));
        Assert.Equal(RefusalReason.Replayed, Refused(hub, answer));
        _town.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.True(hub.TryRead(Town.Now, out DateTimeOffset now, out _));
        Assert.Equal(Town.Now.AddYears(1).AddSeconds(90), now);
    }

    [Fact]
    public void A_question_is_open_for_ten_seconds_at_most()
    {
        HubTime hub = Hub();
        ReadOnlyMemory<byte> question = hub.Question;
        _town.Clock.Advance(HubTime.QuestionAge);
        hub.TryRead(Town.Now, out _, out _);
        _town.Clock.Advance(HubTime.QuestionAge);
        hub.TryRead(Town.Now, out _, out _);
        Assert.Equal(RefusalReason.Replayed, Refused(hub, Answer(_town.Hub, question, Town.Now)));
    }

    [Fact]
    public void Question_and_answer_are_files()
    {
        HubTime hub = Hub();
        string[] words = File.ReadAllText(HubTime.QuestionPath(_town.Folder)).Trim().Split(' ');
        Assert.Equal("reims/box-17", words[0]);
        File.WriteAllBytes(HubTime.AnswerPath(_town.Folder), Answer(_town.Hub, Convert.FromHexString(words[1]), Town.Now));
        Assert.True(hub.TryRead(default, out DateTimeOffset now, out _));
        Assert.Equal(Town.Now, now);
        Assert.False(File.Exists(HubTime.AnswerPath(_town.Folder)));
    }

    [Fact]
    public void A_clock_set_back_over_a_restart_is_not_trusted_until_a_hub_says_so()
    {
        Board(Town.Now);
        Assert.True(New().Read().Trusted);
        Board(Town.Now.AddHours(-1));
        _town.Clock.Set(TimeSpan.FromHours(-1));
        TimeReading reading = New().Read();
        Assert.False(reading.Trusted);
        Assert.Contains("the clock was set back", reading.Reason, StringComparison.Ordinal);
        HubTime hub = Hub();
        Assert.True(hub.TryAnswer(Answer(_town.Hub, hub.Question, Town.Now.AddHours(-1)), out _));
        Assert.True(new TrustedTime(hub, new TimeWitness(_town.Folder), _town.Clock).Read().Trusted);
        Assert.True(New().Read().Trusted);
    }

    [Fact]
    public void A_clock_set_back_while_running_is_overruled()
    {
        Board(Town.Now);
        TrustedTime time = New();
        Assert.True(time.Read().Trusted);
        _town.Clock.Set(TimeSpan.FromDays(-30));
        _town.Clock.Advance(TimeSpan.FromSeconds(5));
        TimeReading reading = time.Read();
        Assert.True(reading.Trusted);
        Assert.Equal(Town.Now.AddSeconds(5), reading.Now);
        Assert.Equal(TimeSpan.FromDays(30), time.SetBackBy);
        time.Read();
        Assert.Null(time.SetBackBy);
    }

    [Fact]
    public void A_silent_source_is_bridged_for_a_week()
    {
        Board(Town.Now);
        TrustedTime time = New();
        Assert.True(time.Read().Trusted);
        File.Delete(Path.Combine(_town.Folder, "hctosys"));
        _town.Clock.Advance(TimeSpan.FromDays(7));
        Assert.True(time.Read().Trusted);
        _town.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(time.Read().Trusted);
    }

    [Fact]
    public void What_was_last_seen_is_kept_and_damage_is_told()
    {
        Board(Town.Now);
        TrustedTime time = New();
        time.Read();
        _town.Clock.Advance(TimeSpan.FromSeconds(30));
        time.Stop();
        Assert.Equal(Town.Now.AddSeconds(30), new TimeWitness(_town.Folder).LastSeen);
        File.WriteAllText(Path.Combine(_town.Folder, "time/last-seen"), "yesterday");
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<Fault>(() => new TimeWitness(_town.Folder)).Kind);
    }

    internal static byte[] Answer(SigningKey hub, ReadOnlyMemory<byte> question, DateTimeOffset time, string box = "reims/box-17") =>
        hub.Sign(DocumentType.TimeReceipt, new TimeReceipt { Box = box, Question = question, Time = time }.Encode());

    private static RefusalReason Refused(HubTime hub, byte[] answer)
    {
        Assert.False(hub.TryAnswer(answer, out Refusal? refusal));
        return refusal.Reason;
    }

    private HubTime Hub() => new(_town.Anchors, "reims/box-17", _town.Folder, _town.Clock);

    private TrustedTime New() => new(new RealTimeClock(_town.Folder), new TimeWitness(_town.Folder), _town.Clock);

    private void Board(DateTimeOffset time, string set = "1")
    {
        File.WriteAllText(Path.Combine(_town.Folder, "hctosys"), set + "\n");
        File.WriteAllText(Path.Combine(_town.Folder, "since_epoch"), time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + "\n");
    }
}
