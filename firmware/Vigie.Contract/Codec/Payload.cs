using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Text.Json;

namespace Vigie.Contract.Codec;

/// <summary>What reading any payload has in common: nothing that a peer sends throws beyond this place.</summary>
internal static class Payload
{
    public static bool TryRead<T>(
        ReadOnlyMemory<byte> payload,
        int limit,
        Func<ReadOnlyMemory<byte>, T> read,
        [MaybeNullWhen(false)] out T record,
        out string problem)
    {
        record = default;
        problem = Excess(payload.Length, limit) ?? "";
        if (problem.Length > 0)
        {
            return false;
        }

        try
        {
            record = read(payload);
            return true;
        }
        catch (Exception error) when (error is CborContentException or JsonException or FormatException
            or InvalidOperationException or OverflowException)
        {
            problem = error.Message;
            return false;
        }
    }

    public static string? Excess(int bytes, int limit) => bytes > limit ? $"{bytes} bytes, {limit} at most" : null;

    /// <summary>Turns what breaks the contract, if anything, into the answer of a Try method.</summary>
    public static bool IsSound(string? found, out string problem)
    {
        problem = found ?? "";
        return found is null;
    }

    /// <summary>A record that says how its device encodes is encoded so itself.</summary>
    public static string? Mismatch(WireEncoding said, WireEncoding found) =>
        said == found ? null : $"it says {ContentTypes.Of(said)} and is {ContentTypes.Of(found)}";

    public static void ThrowIf(string? problem, string record)
    {
        if (problem is not null)
        {
            throw new ArgumentException($"{record}: {problem}");
        }
    }
}
