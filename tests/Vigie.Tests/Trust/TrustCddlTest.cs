using Vigie.Tests.Contract.Cddl;
using Vigie.Tests.House;
using Vigie.Trust.Approvals;
using Vigie.Trust.Mandates;
using Vigie.Trust.Packages;
using Vigie.Trust.Profiles;
using Vigie.Trust.Time;

namespace Vigie.Tests.Trust;

/// <summary><c>vigie-trust.cddl</c> describes the very bytes of every document, and is never stricter than the decoders.</summary>
public sealed class TrustCddlTest : IDisposable
{
    private static readonly CddlSchema Schema = new(SourceTree.Text("firmware/Vigie.Trust/vigie-trust.cddl"));

    private readonly Town _town = new();

    public void Dispose() => _town.Dispose();

    [Fact]
    public void Every_document_is_as_described() =>
        Assert.All(Documents(), document => Assert.True(Schema.Permits(document.Rule, document.Payload), document.Rule));

    [Fact]
    public void What_a_decoder_reads_is_described()
    {
        foreach ((string rule, byte[] payload) in Documents())
        {
            for (int at = 0; at < payload.Length; at++)
            {
                foreach (byte value in new byte[] { 0, 1, 2, 3, 0x18, 0x20, 0x40, 0x60, 0x7F, 0x80, 0xA0, 0xF4, 0xF6, (byte)(payload[at] + 1), (byte)(payload[at] - 1) })
                {
                    byte[] changed = [.. payload];
                    changed[at] = value;
                    Assert.True(!Decodes(rule, changed) || Schema.Permits(rule, changed), $"{rule} {Convert.ToHexString(changed)}");
                }
            }
        }
    }

    [Fact]
    public void Every_field_is_needed_and_none_is_added()
    {
        foreach ((string rule, byte[] payload) in Documents())
        {
            var map = (List<(object Key, object Value)>)CborTree.Read(payload);
            for (int at = 0; at < map.Count; at++)
            {
                List<(object Key, object Value)> fewer = [.. map];
                fewer.RemoveAt(at);
                Refused(rule, CborTree.Write(fewer));
            }

            Refused(rule, CborTree.Write(new List<(object Key, object Value)>([.. map, ((ulong)map.Count + 1, 1UL)])));
        }
    }

    private static void Refused(string rule, byte[] payload)
    {
        Assert.False(Schema.Permits(rule, payload), rule);
        Assert.False(Decodes(rule, payload), rule);
    }

    private static bool Decodes(string rule, byte[] payload) => rule switch
    {
        "mandate" => Mandate.TryDecode(payload, out _, out _),
        "profile" => Profile.TryDecode(payload, out _, out _),
        "revocation" => Revocation.TryDecode(payload, out _, out _),
        "approvedModels" => ApprovedModels.TryDecode(payload, out _, out _),
        "modelPackage" => ModelPackage.TryDecode(payload, out _, out _),
        _ => TimeReceipt.TryDecode(payload, out _, out _),
    };

    private (string Rule, byte[] Payload)[] Documents() =>
    [
        ("mandate", _town.Order.Encode()),
        ("profile", Town.Bounds.Encode()),
        ("revocation", new Revocation { MandateHash = new string('b', 64), Lifts = true, Reason = "Over", Serial = 300 }.Encode()),
        ("approvedModels", TrustSamples.Models.Encode()),
        ("modelPackage", TrustSamples.Package.Encode()),
        ("timeReceipt", new TimeReceipt { Box = "reims/box-17", Question = new byte[16], Time = Town.Now }.Encode()),
    ];
}
