using Vigie.Core;

namespace Vigie.Tests.Core;

public sealed class FramePoolTest
{
    private readonly FramePool _pool = new(new FrameFormat(5, 3), 2);

    [Fact]
    public void Planes_of_odd_sizes_are_rounded_up_and_do_not_overlap()
    {
        using Frame frame = _pool.Rent();
        Assert.Equal((15, 6, 27), (frame.Format.LumaBytes, frame.Format.ChromaBytes, frame.Format.TotalBytes));
        Assert.Equal((3, 2), (frame.Format.ChromaWidth, frame.Format.ChromaHeight));
        frame.Luma.Fill(1);
        frame.ChromaBlue.Fill(2);
        frame.ChromaRed.Fill(3);
        Assert.Equal([.. Enumerable.Repeat((byte)1, 15), .. Enumerable.Repeat((byte)2, 6), .. Enumerable.Repeat((byte)3, 6)], frame.Pixels.ToArray());
    }

    [Fact]
    public void A_frame_given_back_is_rented_again()
    {
        Frame first = _pool.Rent();
        first.Dispose();
        Frame[] both = [_pool.Rent(), _pool.Rent()];
        Assert.Contains(first, both);
        Assert.NotSame(both[0], both[1]);
    }

    [Fact]
    public void A_frame_with_two_owners_is_found_out()
    {
        Frame frame = _pool.Rent();
        frame.Dispose();
        Assert.Throws<InvalidOperationException>(frame.Dispose);

        // The pool did not take it twice.
        Assert.NotSame(_pool.Rent(), _pool.Rent());
        Assert.Throws<InvalidOperationException>(_pool.Rent);
    }

    [Fact]
    public void An_owner_who_keeps_frames_is_found_out()
    {
        _pool.Rent();
        _pool.Rent();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(_pool.Rent);
        Assert.Contains("All 2 frames", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Renting_allocates_nothing()
    {
        _pool.Rent().Dispose();
        Assert.Equal(0, AllocationMeter.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                _pool.Rent().Dispose();
            }
        }));
    }

    [Fact]
    public async Task Frames_may_be_given_back_on_other_threads()
    {
        var pool = new FramePool(new FrameFormat(2, 2), 8);
        for (int round = 0; round < 200; round++)
        {
            Frame[] frames = [.. Enumerable.Range(0, 8).Select(_ => pool.Rent())];
            await Task.WhenAll(frames.Select(frame => Task.Run(frame.Dispose)));
        }

        Assert.Equal(8, Enumerable.Range(0, 8).Select(_ => pool.Rent()).Distinct().Count());
    }
}
