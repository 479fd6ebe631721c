using CsCheck;
using Vigie.Contract;

namespace Vigie.Tests.Contract;

/// <summary>
/// Whatever bytes come, a decoder answers: it never throws, and takes no more memory than the bytes deserve. 20,000 of each way in CI, or as many as
/// <c>VIGIE_MUTANTS</c> says (a release asks for 1,000,000).
/// </summary>
public sealed class FuzzTest
{
    private const int Forms = 20;

    // A command has one encoding.
    private const int CommandForm = 7 << 1;

    // Exceptions with their traces and JSON's first buffers are most of it; a length that a payload merely claims would be more.
    private const long MostAllocated = 256 * 1024;

    private static readonly Gen<(byte[] Payload, int Form)> Noise = Gen.Select(Gen.Byte.Array[0, 96], Gen.Int[0, Forms - 1]);

    /// <summary>A real payload in which a few bytes were changed, removed or put in.</summary>
    private static readonly Gen<(byte[] Payload, int Form)> Mutants =
        from form in Gen.Int[0, Forms - 1]
        from original in Gen.OneOf(
            Samples.Events.Select(record => record.Encode(Encoding(form), Samples.Context)),
            Samples.Contexts.Select(record => (record with { Encoding = Encoding(form) }).Encode()),
            Samples.Statuses.Select(record => (record with { Encoding = Encoding(form) }).Encode()),
            Samples.Gaps.Select(record => record.Encode(Encoding(form))),
            ClockSamples.Clocks.Select(record => record.Encode(Encoding(form))),
            Samples.Receipts.Select(record => record.Encode(Encoding(form))),
            CountSamples.Counts.Select(record => record.Encode(Encoding(form))),
            ShadowSamples.Shadows.Select(record => record.Encode(Encoding(form))),
            RemoteSamples.Results.Select(record => record.Encode(Encoding(form))))
        from changes in Gen.Select(Gen.Int[0, 2], Gen.Int[0, 10_000], Gen.Byte).Array[1, 4]
        select (changes.Aggregate(original, Change), form);

    private static readonly Gen<(byte[] Payload, int Form)> CommandMutants =
        from original in RemoteSamples.Commands.Select(record => record.EncodeBody())
        from changes in Gen.Select(Gen.Int[0, 2], Gen.Int[0, 10_000], Gen.Byte).Array[1, 4]
        select (changes.Aggregate(original, Change), CommandForm);

    [Fact]
    public void Noise_is_answered() => Noise.Sample(Answer, iter: FuzzRounds.Count, threads: 1);

    [Fact]
    public void Mutants_are_answered() => Mutants.Sample(Answer, iter: FuzzRounds.Count, threads: 1);

    [Fact]
    public void Mutants_of_commands_are_answered() => CommandMutants.Sample(Answer, iter: FuzzRounds.Count, threads: 1);

    private static WireEncoding Encoding(int form) => (WireEncoding)(form & 1);

    private static byte[] Change(byte[] bytes, (int Way, int At, byte Value) change)
    {
        int at = bytes.Length == 0 ? 0 : change.At % bytes.Length;
        return change.Way switch
        {
            0 when bytes.Length > 0 => [.. bytes[..at], change.Value, .. bytes[(at + 1)..]],
            1 when bytes.Length > 0 => [.. bytes[..at], .. bytes[(at + 1)..]],
            _ => [.. bytes[..at], change.Value, .. bytes[at..]],
        };
    }

    private static void Answer((byte[] Payload, int Form) sent)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        (bool read, string problem, byte[] again) = Decode(sent.Payload, sent.Form >> 1, Encoding(sent.Form));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        Assert.Equal(read, problem.Length == 0);
        // Deterministic: what is read from CBOR and has no key or flag of a later version is written as it came.
        if (read && Encoding(sent.Form) == WireEncoding.Cbor && again.Length == sent.Payload.Length && !HasFlags(again))
        {
            Assert.Equal(sent.Payload, again);
        }
    }

    // Of a count they stand last; of an event what was held back, or a speed, may follow: three bytes. Their own number has two at most.
    private static bool HasFlags(byte[] payload) =>
        payload.AsSpan(Math.Max(0, payload.Length - 6)).ContainsAny((byte)EventKey.Flags, (byte)CountKey.Flags);

    private static (bool Read, string Problem, byte[] Again) Decode(byte[] payload, int record, WireEncoding encoding)
    {
        string problem;
        return record switch
        {
            0 => EventRecord.TryDecode(payload, encoding, out EventRecord found, out problem)
                ? (true, problem, found.Encode(encoding)) : (false, problem, []),
            1 => ContextRecord.TryDecode(payload, encoding, out ContextRecord? found, out problem)
                ? (true, problem, found.Encode()) : (false, problem, []),
            2 => StatusRecord.TryDecode(payload, encoding, out StatusRecord? found, out problem)
                ? (true, problem, found.Encode()) : (false, problem, []),
            3 => CountRecord.TryDecode(payload, encoding, out CountRecord? found, out problem)
                ? (true, problem, found.Encode(encoding)) : (false, problem, []),
            4 => ReceiptRecord.TryDecode(payload, encoding, out ReceiptRecord? found, out problem)
                ? (true, problem, found.Encode(encoding)) : (false, problem, []),
            5 => ResultRecord.TryDecode(payload, encoding, out ResultRecord? found, out problem)
                ? (true, problem, found.Encode(encoding)) : (false, problem, []),
            8 => ShadowRecord.TryDecode(payload, encoding, out ShadowRecord? found, out problem)
                ? (true, problem, found.Encode(encoding)) : (false, problem, []),
            7 => CommandRecord.TryDecodeBody(payload, out CommandRecord? found, out problem)
                ? (true, problem, found.EncodeBody()) : (false, problem, []),
            9 => ClockRecord.TryDecode(payload, encoding, out ClockRecord? found, out problem)
                ? (true, problem, found.Encode(encoding)) : (false, problem, []),
            _ => GapRecord.TryDecode(payload, encoding, out GapRecord? found, out problem)
                ? (true, problem, found.Encode(encoding)) : (false, problem, []),
        };
    }
}
