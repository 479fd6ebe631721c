using Vigie.Core;
using Vigie.Vision.Motion;

namespace Vigie.Tests.Vision;

/// <summary>
/// A made-up camera over a made-up street of 640 x 360, ten pictures a second, with all that troubles a motion gate: light, exposure,
/// infrared, rain, noise, trees, an encoder that pulses. The same seed gives the same pictures.
/// </summary>
internal sealed class StreetCamera : IDisposable
{
    public const int Width = 640, Height = 360, Rate = 10;

    private readonly Frame _frame = Pictures.New(Width, Height);
    private readonly MotionGate _gate = new(MotionOptions.Default);
    private readonly Random _random = new(11);
    private readonly float[] _day = new float[Width * Height];
    private readonly float[] _infrared = new float[Width * Height];
    private readonly float[] _pulse = new float[Width * Height / 64];
    private readonly float[] _noise = new float[1 << 18];
    private readonly float[] _picture = new float[Width * Height];

    public StreetCamera()
    {
        for (int i = 0; i < _noise.Length; i++)
        {
            _noise[i] = MathF.Sqrt(-2 * MathF.Log(1 - _random.NextSingle())) * MathF.Cos(2 * MathF.PI * _random.NextSingle());
        }

        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int block = x / 53 * 7919 + y / 37 * 104729;
                _day[y * Width + x] = 50 + block % 110 + 6 * MathF.Sin(x * 0.7f) * MathF.Sin(y * 0.9f);
                _infrared[y * Width + x] = 30 + block / 7 % 150 + 4 * MathF.Sin(x * 0.7f);
            }
        }
    }

    public float Gain { get; set; } = 1;

    public float Offset { get; set; }

    public float Noise { get; set; } = 2;

    public bool Infrared { get; set; }

    /// <summary>Streaks in each picture.</summary>
    public int Rain { get; set; }

    /// <summary>How many pixels a treetop of 60 x 60 sways.</summary>
    public float Tree { get; set; }

    /// <summary>How many grey levels blocks of the picture jump at each key frame, every two seconds.</summary>
    public float Pulse { get; set; }

    public int Number { get; private set; }

    public MotionGate Gate => _gate;

    public void Dispose() => _frame.Dispose();

    /// <summary>Lets time pass; the last pictures' readings.</summary>
    public bool[] Pass(double seconds, Action<StreetCamera>? each = null) =>
        [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(_ =>
        {
            each?.Invoke(this);
            return Look().Open;
        })];

    /// <summary>Someone walks through: whether the gate was open at each picture.</summary>
    public bool[] Walk(double seconds, int height, float contrast, float speed) =>
        [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(i => Look((150 + i * speed / Rate, 200, height, contrast)).Open)];

    public MotionReading Look((float X, float Y, int Height, float Contrast)? person = null)
    {
        (Infrared ? _infrared : _day).CopyTo(_picture, 0);
        if (person is (float left, float top, int tall, float contrast))
        {
            Add((int)left, (int)top, Math.Max(2, tall * 2 / 5), tall, contrast);
        }

        if (Tree > 0)
        {
            Sway((int)MathF.Round(Tree * MathF.Sin(Number * 0.9f)));
        }

        for (int i = 0; i < Rain; i++)
        {
            Add(_random.Next(Width - 2), _random.Next(Height - 20), 2, 8 + _random.Next(10), 45);
        }

        Show();
        _frame.At = TimeSpan.FromSeconds((double)Number++ / Rate);
        return _gate.Look(_frame);
    }

    private void Add(int left, int top, int width, int height, float change)
    {
        for (int y = top; y < Math.Min(top + height, Height); y++)
        {
            for (int x = Math.Max(left, 0); x < Math.Min(left + width, Width); x++)
            {
                _picture[y * Width + x] += change;
            }
        }
    }

    private void Sway(int by)
    {
        for (int y = 40; y < 100; y++)
        {
            for (int x = 400; x < 460; x++)
            {
                _picture[y * Width + x] = 70 + 40 * MathF.Sin((x + by) * 0.35f) * MathF.Sin(y * 0.3f);
            }
        }
    }

    private void Show()
    {
        if (Pulse > 0 && Number % (2 * Rate) == 0)
        {
            for (int i = 0; i < _pulse.Length; i++)
            {
                _pulse[i] = (2 * _random.NextSingle() - 1) * Pulse;
            }
        }

        Span<byte> luma = _frame.Luma;
        int at = _random.Next(_noise.Length);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                float pulse = Pulse > 0 ? _pulse[y / 8 * (Width / 8) + x / 8] : 0;
                at = (at + 1) & (_noise.Length - 1);
                luma[y * Width + x] = (byte)Math.Clamp(_picture[y * Width + x] * Gain + Offset + pulse + Noise * _noise[at], 0, 255);
            }

            at = _random.Next(_noise.Length);
        }
    }
}
