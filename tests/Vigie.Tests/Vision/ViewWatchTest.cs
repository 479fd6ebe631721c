using Vigie.Core;
using Vigie.Vision.Motion;

namespace Vigie.Tests.Vision;

/// <summary>A wall of bricks before the camera, no two of one brightness, five pictures a second: what the view says of it, and that it costs no memory.</summary>
public sealed class ViewWatchTest : IDisposable
{
    private const int Width = 640, Height = 360, Brick = 24;

    private readonly Frame _frame = Pictures.New(Width, Height);
    private readonly MotionGate _gate = new(MotionOptions.Default);
    private readonly Random _random = new(7);
    private readonly byte[] _bricks;
    private int _number;

    public ViewWatchTest() => _bricks = [.. Enumerable.Range(0, 4096).Select(_ => (byte)_random.Next(40, 200))];

    public void Dispose() => _frame.Dispose();

    [Fact]
    public void What_goes_on_as_ever_is_good() => Assert.Equal(PictureCondition.Good, Show(60));

    [Theory]
    [InlineData(40, 0)]
    [InlineData(0, -30)]
    [InlineData(-96, 56)]
    public void A_shift_is_said_within_seven_seconds_and_not_before_five(int x, int y)
    {
        Show(15);
        Assert.Equal(PictureCondition.Good, Show(4.8, x, y));
        Assert.Equal(PictureCondition.Moved, Show(2, x, y));
    }

    [Fact]
    public void A_camera_that_sways_or_comes_back_at_once_was_not_moved()
    {
        Show(15);
        Assert.Equal(PictureCondition.Good, Show(10, 8, 0));
        Assert.Equal(PictureCondition.Good, Show(3, 60, 0));
        Assert.Equal(PictureCondition.Good, Show(20));
    }

    [Fact]
    public void A_part_that_is_hidden_is_a_part()
    {
        Show(15);
        Assert.Equal(PictureCondition.Good, Show(90, hidden: 0.85));
        Assert.Equal(PictureCondition.Good, Show(5));
    }

    [Fact]
    public void What_it_has_learnt_is_forgotten_when_it_is_told_to()
    {
        Show(15);
        _gate.Forget();
        Assert.Equal(PictureCondition.Good, Show(90, 100, 60));
    }

    [Fact]
    public void Nothing_is_allocated_where_all_is_well_and_where_it_searches()
    {
        Show(15);
        Assert.Equal(0, AllocationMeter.Of(() => Show(20)));
        Assert.Equal(0, AllocationMeter.Of(() => Show(20, 100, 60)));
    }

    private PictureCondition Show(double seconds, int x = 0, int y = 0, double hidden = 0)
    {
        for (int i = 0; i < 5 * seconds; i++)
        {
            Draw(x, y, (int)(hidden * Width));
            _frame.At = TimeSpan.FromMilliseconds(200 * _number++);
            _gate.Look(_frame);
        }

        return _gate.Condition;
    }

    private void Draw(int x, int y, int hidden)
    {
        Span<byte> luma = _frame.Luma;
        for (int row = 0; row < Height; row++)
        {
            int course = (row + y + 960) / Brick;
            for (int column = 0; column < Width; column++)
            {
                int brick = course * 61 + (column + x + 960 + course % 2 * Brick) / (2 * Brick);
                luma[row * Width + column] = (byte)((column < hidden ? 120 : _bricks[brick % _bricks.Length]) + _random.Next(-3, 4));
            }
        }
    }
}
