using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Vigie.Core;

namespace Vigie.Appliance.Replay;

/// <summary>
/// The boot of a replay: the same for the same input, so that the same bytes come out twice, and another for any other input, so that a
/// subscriber who drops duplicates by (device, boot, sequence) never drops a new event.
/// </summary>
public static class ReplayIdentity
{
    /// <summary>The nonce that stands for everything that decides what comes out.</summary>
    /// <param name="clip">SHA-256 of the clip.</param>
    /// <param name="configuration">SHA-256 of the configuration.</param>
    /// <param name="model">SHA-256 of the network, and of its manifest.</param>
    /// <param name="options">Start time and classes.</param>
    public static uint Nonce(ReadOnlySpan<byte> clip, ReadOnlySpan<byte> configuration, ReadOnlySpan<byte> model, ReplayOptions options)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(clip);
        hash.AppendData(configuration);
        hash.AppendData(model);
        hash.AppendData(Encoding.UTF8.GetBytes(
            FormattableString.Invariant($"{Software.Version}|{options.StartTime.ToUnixTimeMilliseconds()}|{options.Camera}|{string.Join(',', options.Classes)}")));
        return BinaryPrimitives.ReadUInt32BigEndian(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 of a clip.</summary>
    /// <exception cref="Fault">No such file, or not readable.</exception>
    public static byte[] HashClip(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return SHA256.HashData(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new Fault(
                FaultKind.Unavailable,
                path,
                exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such clip" : "cannot be read: " + exception.Message.TrimEnd('.'),
                "Give the path of a video file that you may read.",
                exception);
        }
    }
}
