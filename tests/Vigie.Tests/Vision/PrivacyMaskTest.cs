using System.Collections.Immutable;
using CsCheck;
using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Vision.Privacy;

namespace Vigie.Tests.Vision;

public sealed class PrivacyMaskTest
{
    private static readonly Gen<Point> Corner = Gen.Select(Gen.Int[0, 1024], Gen.Int[0, 1024], (x, y) => new Point(x / 1024f, y / 1024f));

    // Corners by their angle around the middle never cross.
    private static readonly Gen<Polygon> AnyPolygon = Corner.Array[3, 8]
        .Select(corners => corners.OrderBy(corner => MathF.Atan2(corner.Y - 0.5f, corner.X - 0.5f)).ToImmutableArray())
        .Where(corners => Polygon.FindCrossing(corners) is null)
        .Select(corners => new Polygon(corners));

    private static readonly Polygon Left = new([new(0, 0), new(0.5f, 0), new(0.5f, 1), new(0, 1)]);

    [Fact]
    public void What_lies_inside_is_burnt_and_nothing_else() =>
        Gen.Select(AnyPolygon.Array[0, 3], Gen.Int[1, 61], Gen.Int[1, 61]).Sample((polygons, width, height) =>
        {
            using Frame frame = Pictures.Plain(width, height, luma: 200, blue: 90, red: 160);
            new PrivacyMask([.. polygons]).Burn(frame);
            bool[] hidden = new bool[frame.Format.ChromaBytes];
            for (int i = 0; i < frame.Format.LumaBytes; i++)
            {
                int x = i % width, y = i / width;
                Point centre = new((x + 0.5f) / width, (y + 0.5f) / height);
                bool inside = polygons.Any(polygon => polygon.Contains(centre));
                Assert.Equal(inside ? 16 : 200, frame.Luma[i]);
                hidden[y / 2 * frame.Format.ChromaWidth + x / 2] |= inside;
            }

            Assert.Equal(hidden.Select(inside => inside ? (byte)128 : (byte)90), frame.ChromaBlue.ToArray());
            Assert.Equal(hidden.Select(inside => inside ? (byte)128 : (byte)160), frame.ChromaRed.ToArray());
        });

    [Fact]
    public void A_change_of_format_is_followed()
    {
        PrivacyMask mask = new([Left]);
        foreach (int width in new[] { 8, 21, 8 })
        {
            using Frame frame = Pictures.Plain(width, 3, luma: 200);
            mask.Burn(frame);
            Assert.Equal(3 * (width / 2), frame.Luma.Count((byte)16));
        }
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        using Frame frame = Pictures.Plain(64, 48);
        PrivacyMask mask = new([Left]);
        Assert.Equal(0, OnnxDetectorTest.Allocated(() => mask.Burn(frame)));
    }

    [Fact]
    public void The_hash_is_that_of_the_canonical_form()
    {
        // printf '0,0 0,1 0.5,1 0.5,0\n' | sha256sum
        Assert.Equal("2430d33d67bc6d7e1353873dc1c6e06b37fa9002e8bc887483fe15542e3c1237", new PrivacyMask([Left]).Sha256);
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", new PrivacyMask([]).Sha256);
    }

    [Fact]
    public void The_hash_knows_the_shape_only() => Gen.Select(AnyPolygon, AnyPolygon, Gen.Int[0, 7]).Sample((one, other, turn) =>
    {
        string hash = new PrivacyMask([one, other]).Sha256;
        ImmutableArray<Point> corners = one.Corners;
        Polygon turned = new([.. corners.Select((_, i) => corners[(i + turn) % corners.Length])]);
        Assert.Equal(hash, new PrivacyMask([other, turned]).Sha256);
        Assert.Equal(hash, new PrivacyMask([new([.. turned.Corners.Reverse()]), other]).Sha256);
        Assert.NotEqual(hash, new PrivacyMask([one]).Sha256);
    });

    [Fact]
    public void A_moved_corner_changes_the_hash()
    {
        Polygon moved = new(Left.Corners.SetItem(2, new Point(0.5f, MathF.BitDecrement(1))));
        Assert.NotEqual(new PrivacyMask([Left]).Sha256, new PrivacyMask([moved]).Sha256);
    }
}
