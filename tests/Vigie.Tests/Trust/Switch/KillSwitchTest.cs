using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Appliance.Journal;
using Vigie.Tests.Delivery;
using Vigie.Tests.Trust.Journal;
using Vigie.Trust.Anchors;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;
using Vigie.Trust.Switch;

namespace Vigie.Tests.Trust.Switch;

/// <summary>Anybody may press; a restart lifts nothing; only a key of the right role does, for this box and this press; all of it is journalled.</summary>
public sealed class KillSwitchTest : IDisposable
{
    private const string Box = "reims/box-17";

    private readonly JournalBench _bench = new();
    private readonly SigningKey _operator = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly SigningKey _installer = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly SigningKey _stranger = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private readonly TrustAnchors _anchors;
    private readonly BoxJournal _journal;

    public KillSwitchTest()
    {
        _anchors = new TrustAnchors(
        [
            new Anchor("control room", Role.Operator, _operator.Public, DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
            new Anchor("electrician", Role.Installer, _installer.Public, DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
        ]);
        _journal = _bench.Open();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _journal.Dispose();
        _operator.Dispose();
        _installer.Dispose();
        _stranger.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Pressed_it_stays_pressed_over_a_restart_until_the_key_lifts_it()
    {
        KillSwitch first = Open();
        Assert.False(first.Analytics.IsPressed);
        await first.PressAsync(SwitchSource.Command, "council's vote of today", Cancel);
        Assert.True(first.Analytics.IsPressed);

        KillSwitch again = Open();
        Assert.True(again.Analytics.IsPressed);
        Assert.Equal(first.Press, again.Press);
        Assert.Null(await again.LiftAsync(Lift(again.Press!), Cancel));
        Assert.False(again.Analytics.IsPressed);
        Assert.False(Open().Analytics.IsPressed);
        Assert.Equal([JournalKind.SwitchPressed, JournalKind.SwitchLifted], Kinds());
        JournalEntry lifted = JournalReader.Read(_bench.Folder).Last();
        Assert.Equal((_operator.Public.Thumbprint, "all is well"), (lifted.Detail.Text("signer"), lifted.Detail.Text("reason")));
    }

    [Fact]
    public async Task What_is_not_the_right_key_for_this_press_lifts_nothing_and_is_journalled()
    {
        KillSwitch killSwitch = Open();
        await killSwitch.PressAsync(SwitchSource.Contact, "button", Cancel);
        string old = killSwitch.Press!;
        await killSwitch.PressAsync(SwitchSource.Contact, "button again", Cancel);
        string press = killSwitch.Press!;
        byte[] changed = Lift(press);
        changed[^1] ^= 1;
        (byte[] Document, RefusalReason Reason)[] attempts =
        [
            ([], RefusalReason.Malformed),
            (new byte[10_000_000], RefusalReason.TooLarge),
            (Lift(press, _stranger), RefusalReason.UnknownKey),
            (Lift(press, _installer), RefusalReason.WrongRole),
            (changed, RefusalReason.BadSignature),
            (Lift(press, box: "reims/box-18"), RefusalReason.OtherBox),
            (Lift(old), RefusalReason.Replayed),
            (_operator.Sign(DocumentType.Mandate, new SwitchLift(Box, press, "x").Encode()), RefusalReason.OtherType),
            (_operator.Sign(SwitchLift.DocumentType, [0x80]), RefusalReason.BadField),
        ];
        foreach ((byte[] document, RefusalReason reason) in attempts)
        {
            Refusal? refusal = await killSwitch.LiftAsync(document, Cancel);
            // A flipped last byte may break the form of the signature before it is verified.
            Assert.True(refusal?.Reason == reason || (reason == RefusalReason.BadSignature && refusal?.Reason == RefusalReason.NotCanonical), $"{refusal}");
            Assert.True(killSwitch.Analytics.IsPressed);
        }

        Assert.Equal(attempts.Length, Kinds().Count(kind => kind == JournalKind.SwitchLiftRefused));
        Assert.Null(await killSwitch.LiftAsync(Lift(press), Cancel));
        Refusal? replayed = await killSwitch.LiftAsync(Lift(press), Cancel);
        Assert.Equal(RefusalReason.Replayed, replayed?.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a press")]
    public void A_damaged_state_counts_as_pressed(string content)
    {
        string folder = Path.Combine(_bench.Root, "trust");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "switch"), content);
        KillSwitch killSwitch = Open();
        Assert.True(killSwitch.Analytics.IsPressed);
        Assert.Equal(32, killSwitch.Press!.Length);
    }

    [Fact]
    public async Task The_signal_presses_it()
    {
        KillSwitch killSwitch = Open();
        using var signal = new SwitchSignal(killSwitch, NullLogger.Instance);
        using (var kill = Process.Start("bash", ["-c", $"kill -s USR1 {Environment.ProcessId}"]))
        {
            await kill.WaitForExitAsync(Cancel);
        }

        await Eventually.IsTrueAsync(() => killSwitch.Analytics.IsPressed, "the signal should press it");
        await Eventually.IsTrueAsync(() => Kinds().Contains(JournalKind.SwitchPressed), "and the journal should say so");
        Assert.Equal("signal", JournalReader.Read(_bench.Folder).Last().Detail.Text("source"));
    }

    [Fact]
    public async Task What_a_command_pressed_another_lifts_and_what_was_pressed_on_the_box_none()
    {
        KillSwitch killSwitch = Open();
        Assert.Null(await killSwitch.ResumeAsync("signer", "nothing is pressed", Cancel));
        await killSwitch.PressAsync(SwitchSource.Command, "council", Cancel);
        KillSwitch again = Open();
        Assert.True(again.IsByCommand);
        Assert.Null(await again.ResumeAsync("signer", "over", Cancel));
        Assert.False(again.Analytics.IsPressed);
        Assert.Null(Open().Press);

        await again.PressAsync(SwitchSource.Command, "council", Cancel);
        await again.PressAsync(SwitchSource.Contact, "button", Cancel);
        string button = again.Press!;
        await again.PressAsync(SwitchSource.Command, "council once more", Cancel);
        Assert.Equal((button, false), (again.Press, again.IsByCommand));
        Assert.Equal((button, false), (Open().Press, Open().IsByCommand));
        Assert.Equal(RefusalReason.StoppedElsewhere, (await again.ResumeAsync("signer", "over", Cancel))?.Reason);
        Assert.True(again.Analytics.IsPressed);
        Assert.Null(await again.LiftAsync(Lift(button), Cancel));
    }

    private KillSwitch Open() => new(_bench.Root, Box, _journal, Verify);

    private bool Verify(
        ReadOnlyMemory<byte> bytes, DocumentType type, [NotNullWhen(true)] out SignedDocument? document, [NotNullWhen(false)] out Refusal? refusal) =>
        _anchors.TryVerify(bytes, type, DateTimeOffset.UtcNow, out document, out refusal);

    private byte[] Lift(string press, SigningKey? key = null, string box = Box) =>
        (key ?? _operator).Sign(SwitchLift.DocumentType, new SwitchLift(box, press, "all is well").Encode());

    private List<JournalKind> Kinds() =>
        [.. JournalReader.Read(_bench.Folder).Select(entry => entry.Kind).Where(kind => kind is >= JournalKind.SwitchPressed and <= JournalKind.SwitchLiftRefused)];
}
