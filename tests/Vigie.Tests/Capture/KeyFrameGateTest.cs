using Vigie.Capture.Ffmpeg;

namespace Vigie.Tests.Capture;

/// <summary>Packets in decoding order, a letter each: I key frame, P, B presented before the last I or P. Upper case passes.</summary>
public sealed class KeyFrameGateTest
{
    [Theory]
    [InlineData("all pass", "ippippipp", "FFFFFFFFF", "IPPIPPIPP")]
    [InlineData("only keys", "ippippipp", "KKKKKKKKK", "IppIppIpp")]
    [InlineData("off within a group", "ippppippp", "FFFKKKKKK", "IPPppIppp")]
    [InlineData("on within a group waits for a key", "ippppippp", "KKKFFFFFF", "IppppIPPP")]
    [InlineData("on between a key and its first packet", "ippippp", "KKKKFFF", "IppIPPP")]
    [InlineData("off and on again within a group", "ippppip", "FFKFFFF", "IPpppIP")]
    [InlineData("off and on with nothing between", "ippp", "FFFF", "IPPP")]
    [InlineData("leading pictures fall with what they refer to", "ipbibbpb", "KKKFFFFF", "IpbIbbPB")]
    [InlineData("leading pictures pass where nothing is missing", "ipbibbpb", "FFFFFFFF", "IPBIBBPB")]
    [InlineData("the next key frame's leading pictures pass again", "ipibpibp", "KKFFFFFF", "IpIbPIBP")]
    public void Nothing_passes_without_what_it_refers_to(string why, string packets, string modes, string expected)
    {
        var gate = new KeyFrameGate(DecodeMode.Full);
        string passed = "";
        int time = 0;
        for (int i = 0; i < packets.Length; i++)
        {
            gate.Mode = modes[i] == 'F' ? DecodeMode.Full : DecodeMode.KeyFramesOnly;
            time += packets[i] == 'b' ? 0 : 100;
            var at = TimeSpan.FromMilliseconds(packets[i] == 'b' ? time - 50 : time);
            bool passes = gate.Passes(packets[i] == 'i', at);
            passed += passes ? char.ToUpperInvariant(packets[i]) : packets[i];
        }

        Assert.True(passed == expected, $"{why}: {passed} instead of {expected}");
    }
}
