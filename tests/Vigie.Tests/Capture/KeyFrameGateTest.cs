using Vigie.Capture.Ffmpeg;

namespace Vigie.Tests.Capture;

/// <summary>Packets in decoding order, a letter each: I key frame, P, B presented before the last I or P. Upper case passes.</summary>
public sealed class KeyFrameGateTest
{
    [Theory]
    [InlineData(1000, true)]
    [InlineData(1400, true)]
    [InlineData(5000, false)]
    public void A_stream_whose_key_frames_are_none_is_decoded_whole(int keyBytes, bool whole)
    {
        var gate = new KeyFrameGate(DecodeMode.KeyFramesOnly);
        gate.Shows(TimeSpan.Zero);
        gate.Shows(TimeSpan.FromHours(1));
        PacketFate[] fates = [.. Enumerable.Range(0, 60).Select(i => gate.Judge(i % 10 == 0, TimeSpan.FromSeconds(i * 0.1), i % 10 == 0 ? keyBytes : 1000))];

        Assert.All(fates[..20].Where((_, i) => i % 10 != 0), fate => Assert.Equal(PacketFate.Keep, fate));
        Assert.All(fates[30..].Where((_, i) => i % 10 != 0), fate => Assert.Equal(whole ? PacketFate.Decode : PacketFate.Keep, fate));
    }

    [Theory]
    [InlineData("all pass", "ippippipp", "FFFFFFFFF", "IPPIPPIPP")]
    [InlineData("only keys", "ippippipp", "KKKKKKKKK", "IppIppIpp")]
    [InlineData("off within a group", "ippppippp", "FFFKKKKKK", "IPPppIppp")]
    [InlineData("on within a group brings what was kept", "ippppippp", "KKKFFFFFF", "IPPPPIPPP")]
    [InlineData("on between a key and its first packet", "ippippp", "KKKKFFF", "IppIPPP")]
    [InlineData("off and on again within a group", "ippppip", "FFKFFFF", "IPPPPIP")]
    [InlineData("off and on with nothing between", "ippp", "FFFF", "IPPP")]
    [InlineData("leading pictures fall with what they refer to", "ipbibbpb", "KKKFFFFF", "IpbIbbPB")]
    [InlineData("leading pictures pass where nothing is missing", "ipbibbpb", "FFFFFFFF", "IPBIBBPB")]
    [InlineData("of key frames alone, two a second", "iiiiiiiiiii", "KKKKKKKKKKK", "IiiIiiIiiIi")]
    [InlineData("of key frames alone, all again at once", "iiiiiii", "KKKKFFF", "IiiIIII")]
    [InlineData("the next key frame's leading pictures pass again", "ipibpibp", "KKFFFFFF", "IpIbPIBP")]
    public void Nothing_passes_without_what_it_refers_to(string why, string packets, string modes, string expected)
    {
        var gate = new KeyFrameGate(DecodeMode.Full);
        gate.Shows(TimeSpan.Zero);
        gate.Shows(TimeSpan.FromHours(1));
        char[] passed = packets.ToCharArray();
        List<int> kept = [];
        int time = 0;
        for (int i = 0; i < packets.Length; i++)
        {
            gate.Mode = modes[i] == 'F' ? DecodeMode.Full : DecodeMode.KeyFramesOnly;
            time += packets[i] == 'b' ? 0 : 150;
            var at = TimeSpan.FromMilliseconds(packets[i] == 'b' ? time - 50 : time);
            PacketFate fate = gate.Judge(packets[i] == 'i', at, packets[i] == 'i' ? 10_000 : 1000);
            if (fate is PacketFate.DecodeAnew or PacketFate.KeepAnew)
            {
                kept.Clear();
            }

            if (fate is not PacketFate.Drop)
            {
                kept.Add(i);
            }

            if (fate is PacketFate.Decode or PacketFate.DecodeAnew)
            {
                kept.ForEach(one => passed[one] = char.ToUpperInvariant(passed[one]));
                kept.Clear();
            }
        }

        Assert.True(new string(passed) == expected, $"{why}: {new string(passed)} instead of {expected}");
    }
}
