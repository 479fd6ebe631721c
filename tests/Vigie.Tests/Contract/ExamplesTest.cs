using System.Text;
using Vigie.Contract;
using Vigie.Tests.House;
using Vigie.Trust.Journal;
using Vigie.Trust.Signatures;

namespace Vigie.Tests.Contract;

/// <summary>The example payloads beside the contract are what the code writes and reads today.</summary>
public sealed class ExamplesTest
{
    private const string Folder = "firmware/Vigie.Contract/examples/";

    private static readonly Dictionary<string, (byte[] Cbor, byte[] Json)> Examples = new()
    {
        ["event-start"] = (Samples.Start.Encode(WireEncoding.Cbor), Samples.Start.Encode(WireEncoding.Json, Samples.Context)),
        ["event-end"] = (Samples.End.Encode(WireEncoding.Cbor), Samples.End.Encode(WireEncoding.Json, Samples.Context)),
        ["event-tamper"] = (Samples.Tamper.Encode(WireEncoding.Cbor), Samples.Tamper.Encode(WireEncoding.Json, Samples.Context)),
        ["context"] = (Samples.Context.Encode(), (Samples.Context with { Encoding = WireEncoding.Json }).Encode()),
        ["status-birth"] = (Samples.Birth.Encode(), (Samples.Birth with { Encoding = WireEncoding.Json }).Encode()),
        ["status-will"] = (Samples.LastWill.Encode(), (Samples.LastWill with { Encoding = WireEncoding.Json }).Encode()),
        ["count"] = (CountSamples.Count.Encode(WireEncoding.Cbor), CountSamples.Count.Encode(WireEncoding.Json, Samples.Context)),
        ["shadow"] = (ShadowSamples.Shadow.Encode(WireEncoding.Cbor), ShadowSamples.Shadow.Encode(WireEncoding.Json, Samples.Context)),
        ["clock"] = (ClockSamples.Clock.Encode(WireEncoding.Cbor), ClockSamples.Clock.Encode(WireEncoding.Json)),
        ["receipt"] = (Samples.Receipt.Encode(WireEncoding.Cbor), Samples.Receipt.Encode(WireEncoding.Json)),
        ["result"] = (RemoteSamples.Result.Encode(WireEncoding.Cbor), RemoteSamples.Result.Encode(WireEncoding.Json)),
        ["gap"] = (Samples.Gap.Encode(WireEncoding.Cbor), Samples.Gap.Encode(WireEncoding.Json)),
    };

    private static readonly string[] Signed = ["command", "journal"];

    [Fact]
    public void There_is_one_of_each() => Assert.Equal(
        Examples.Keys.SelectMany(name => new[] { $"{Folder}{name}.cbor", $"{Folder}{name}.json" })
            .Concat(Signed.SelectMany(name => new[] { $"{Folder}{name}.cose", $"{Folder}{name}-key.pem" })).Order(StringComparer.Ordinal),
        SourceTree.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("event-start")]
    [InlineData("event-end")]
    [InlineData("event-tamper")]
    [InlineData("context")]
    [InlineData("status-birth")]
    [InlineData("status-will")]
    [InlineData("count")]
    [InlineData("shadow")]
    [InlineData("clock")]
    [InlineData("receipt")]
    [InlineData("result")]
    [InlineData("gap")]
    public void They_are_what_the_code_writes(string name)
    {
        (byte[] cbor, byte[] json) = Examples[name];
        if (Environment.GetEnvironmentVariable("VIGIE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllBytes(SourceTree.Full($"{Folder}{name}.cbor"), cbor);
            File.WriteAllBytes(SourceTree.Full($"{Folder}{name}.json"), [.. json, (byte)'\n']);
        }

        Assert.Equal(Convert.ToHexString(cbor), Convert.ToHexString(File.ReadAllBytes(SourceTree.Full($"{Folder}{name}.cbor"))));
        Assert.Equal(Encoding.UTF8.GetString(json) + "\n", SourceTree.Text($"{Folder}{name}.json"));
    }

    /// <summary>A signature is another one each time, so this one is read, and checked with the key beside it.</summary>
    [Fact]
    public void The_journals_head_is_what_the_code_reads()
    {
        byte[] message = File.ReadAllBytes(SourceTree.Full($"{Folder}journal.cose"));
        Assert.True(PublicKey.TryRead(SourceTree.Text($"{Folder}journal-key.pem"), out PublicKey? key));
        Assert.True(SignedDocument.TryOpen(message, JournalHead.DocumentType, key, out SignedDocument? document, out _));
        Assert.Equal(Convert.ToHexString(Samples.JournalHead.EncodeBody()), Convert.ToHexString(document.Payload.Span));
        Assert.True(JournalHeadRecord.TryDecodeUnverified(message, out JournalHeadRecord? record, out _));
        Assert.True(record.AgreesWith(Samples.JournalHead));
        Assert.False(JournalHeadRecord.TryDecodeUnverified(message.AsMemory(1), out _, out string problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void The_command_is_what_the_code_reads()
    {
        byte[] message = File.ReadAllBytes(SourceTree.Full($"{Folder}command.cose"));
        Assert.InRange(message.Length, 1, CommandRecord.MaximumBytes);
        Assert.True(PublicKey.TryRead(SourceTree.Text($"{Folder}command-key.pem"), out PublicKey? key));
        Assert.True(SignedDocument.TryOpen(message, DocumentType.Command, key, out SignedDocument? document, out _));
        Assert.Equal(Convert.ToHexString(RemoteSamples.Command.EncodeBody()), Convert.ToHexString(document.Payload.Span));
        Assert.True(CommandRecord.TryDecodeBody(document.Payload, out CommandRecord? record, out _));
        Assert.Equal(RemoteSamples.Command, record);
    }
}
