using System.Globalization;
using Vigie.Core;

namespace Vigie.Capture.Live;

/// <summary>Turns what ffmpeg says of a live source into faults that a person can act on. What it says was redacted before.</summary>
internal static class LiveFaults
{
    /// <summary>Said of what cannot be decoded. Of a codec that is known and whose size is not yet, ffmpeg says "unspecified size".</summary>
    private static readonly string[] Codec =
        ["unknown codec", "codec none", "codec tag", "Unknown/unsupported", "Decoder (codec", "not currently supported"];

    /// <summary>In this order: the first that matches any line.</summary>
    private static readonly (string[] Said, FaultKind Kind, string Problem, string Remedy)[] Known =
    [
        (["401 Unauthorized", "authorization failed"], FaultKind.Denied, "refuses user and password",
            "Correct them in the credentials file; it is read again before each attempt."),
        (["403 Forbidden", "access denied"], FaultKind.Denied, "forbids this user to see the stream", "Give the user the right on the camera."),
        (["certificate"], FaultKind.Denied, "has no certificate that this machine trusts",
            "Install the camera's certificate authority on this machine."),
        (["404 Not Found", "454 Session", "400 Bad Request"], FaultKind.Unavailable, "has no such stream", "Check the path in the URL."),
        (["461 Unsupported"], FaultKind.Config, "does not send over TCP", "Allow RTP over RTSP (TCP, interleaved) on the camera."),
        (["Connection refused"], FaultKind.Unavailable, "is reached, but nothing listens there", "Check that the camera runs, and the port."),
        (["No route to host", "Network is unreachable", "Host is unreachable"], FaultKind.Unavailable, "cannot be reached",
            "Check cable, switch and address."),
        (["Failed to resolve", "Name or service not known"], FaultKind.Unavailable, "has a name that nobody knows", "Check the host's name, or use its address."),
        (["timed out"], FaultKind.Timeout, "does not answer", "Check that the camera runs, and what lies between."),
        (["Unrecognized option", "Option not found"], FaultKind.Unavailable, "cannot be read by this ffmpeg, which is too old",
            "Install ffmpeg 5.1 or newer: apt-get install ffmpeg."),
        (["Server returned 5", "503 Service"], FaultKind.Unavailable, "has trouble of its own", "Look at the camera; restart it."),
        (["Device or resource busy"], FaultKind.Unavailable, "is used by another program", "End the other program."),
        (["No such device", "No such file"], FaultKind.Unavailable, "is not there", "Check the path, and that it is plugged in."),
        (["Permission denied"], FaultKind.Unavailable, "may not be opened by this user", "Give the service's user the right (group video)."),
        (Codec, FaultKind.Config, "sends a codec that this ffmpeg does not decode", "Set the camera to H.264, H.265 or MJPEG."),
        (["matches no streams"], FaultKind.Config, "sends no video", "Choose a stream of the camera that has video."),
        (["not on whitelist", "Protocol not found"], FaultKind.Config, "leads to a protocol or format that is not allowed",
            "Name the camera's stream itself."),
    ];

    private static readonly string[] Garbage = ["Invalid data", "Unknown/unsupported", "Invalid NAL"];

    /// <summary>Why the stream could not be opened.</summary>
    /// <param name="subject">The source's URL.</param>
    /// <param name="complaints">What the children said, the demuxer's first.</param>
    /// <param name="cause">What our reader found.</param>
    public static Fault AtOpen(string subject, IReadOnlyList<string> complaints, Exception? cause)
    {
        if (Find(subject, complaints, cause) is { } known)
        {
            return known;
        }

        bool garbage = complaints.Any(line => Garbage.Any(word => line.Contains(word, StringComparison.Ordinal)));
        string reason = complaints.LastOrDefault(IsTelling) ?? "it ended the connection";
        return garbage
            ? new Fault(FaultKind.Corrupt, subject, $"sends no video that ffmpeg can read ({reason})", "Restart the camera.", cause)
            : new Fault(FaultKind.Unavailable, subject, $"sends no stream ({reason})", "Check that the camera runs.", cause);
    }

    /// <summary>
    /// Why there was no picture in time. ffmpeg looks for megabytes at a codec that it does not know, and says so only when it is asked to end.
    /// </summary>
    /// <param name="late">That there was none.</param>
    /// <param name="complaints">What the children said then.</param>
    public static Fault AtLimit(Fault late, IReadOnlyList<string> complaints) =>
        complaints.Any(line => Codec.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)))
            ? Find(late.Subject, complaints, late) ?? late
            : late;

    /// <summary>Why a stream that ran has ended.</summary>
    public static Fault AtEnd(string subject, IReadOnlyList<string> complaints, bool decoderDied, Exception? cause)
    {
        if (decoderDied)
        {
            string said = complaints.LastOrDefault(IsTelling) ?? "no reason given";
            return new Fault(
                FaultKind.Unavailable, subject, $"was being decoded when the decoder ended ({said})", "See whether memory ran out.", cause);
        }

        return complaints.Any(line => line.Contains("timed out", StringComparison.Ordinal))
            ? Silent(subject, TimeSpan.FromSeconds(5))
            : new Fault(FaultKind.Unavailable, subject, "ended the stream", "Check that the camera runs.", cause);
    }

    /// <summary>No packet for too long.</summary>
    public static Fault Silent(string subject, TimeSpan limit) => new(
        FaultKind.Timeout, subject, Invariant($"no packet for {limit.TotalSeconds:0.#} s"), "Check the camera, and what lies between.");

    /// <summary>Connected, or not, but without a picture.</summary>
    public static Fault NoPicture(string subject, TimeSpan limit, bool packets) => new(
        packets ? FaultKind.Corrupt : FaultKind.Timeout,
        subject,
        Invariant($"{(packets ? "sends, but" : "does not answer:")} no picture within {limit.TotalSeconds:0.#} s"),
        packets ? "Set the camera to a key frame every 1 to 4 s." : "Check that the camera runs, and what lies between.");

    /// <summary>Packets come, pictures do not.</summary>
    public static Fault NotDecodable(string subject, long packets) => new(
        FaultKind.Corrupt, subject, Invariant($"no picture can be decoded from {packets} packets"), "Restart the camera; check its cable.");

    /// <summary>Pictures come, most of them broken.</summary>
    public static Fault Damaged(string subject, long damaged, long packets) => new(
        FaultKind.Corrupt, subject, Invariant($"{damaged} of {packets} pictures are damaged"), "Restart the camera; check its cable.");

    /// <summary>The pictures have another size than at first.</summary>
    public static Fault Resized(string subject, FrameFormat before) => new(
        FaultKind.Unavailable, subject, $"changed the size of its pictures from {before.Width}x{before.Height}", "Check that zones and masks still fit.");

    /// <summary>The stream's clock was set.</summary>
    /// <param name="subject">The source's URL.</param>
    /// <param name="step">Behind where negative, ahead where positive.</param>
    public static Fault ClockSet(string subject, TimeSpan step) => new(
        FaultKind.Unavailable,
        subject,
        Invariant($"its clock went {(step < TimeSpan.Zero ? "back" : "ahead")} by {step.Duration().TotalSeconds:0.0} s"),
        "Give the camera a time server.");

    private static Fault? Find(string subject, IReadOnlyList<string> complaints, Exception? cause)
    {
        foreach ((string[] said, FaultKind kind, string problem, string remedy) in Known)
        {
            if (complaints.FirstOrDefault(line => said.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))) is { } line)
            {
                return new Fault(kind, subject, $"{problem} ({line})", remedy, cause);
            }
        }

        return null;
    }

    private static bool IsTelling(string line) =>
        !line.Contains("Broken pipe", StringComparison.Ordinal) && !line.StartsWith("Last message repeated", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
