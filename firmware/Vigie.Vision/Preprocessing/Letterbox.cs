using Vigie.Core;
using Vigie.Vision.Models;

namespace Vigie.Vision.Preprocessing;

/// <summary>
/// Brings an I420 frame to a network's input in one pass: resampling, colour conversion, normalisation and the split into planes
/// (CHW), row by row and without an intermediate picture. Allocates nothing while the frames' format stays; for one thread.
/// Chroma is taken as lying in the middle of its four luma pixels (JPEG siting).
/// </summary>
public sealed class Letterbox
{
    private readonly NetworkInput _input;
    private FrameFormat _format;
    private PlaneSampler? _luma;
    private PlaneSampler? _blue;
    private PlaneSampler? _red;
    private ColourConversion[] _channels = [];
    private float[] _lumaSamples = [];
    private float[] _blueSamples = [];
    private float[] _redSamples = [];

    /// <summary>Prepares for a network's input.</summary>
    public Letterbox(NetworkInput input) => _input = input;

    /// <summary>Where the last frame lies in the input.</summary>
    public LetterboxGeometry Geometry { get; private set; }

    /// <summary>Writes a frame as bytes.</summary>
    /// <param name="frame">The frame, left as it is.</param>
    /// <param name="tensor">[3, height, width] of the network's input.</param>
    public void Write(Frame frame, Span<byte> tensor)
    {
        Begin(frame.Format);
        for (int channel = 0; channel < _channels.Length; channel++)
        {
            FillAround(PlaneOf(tensor, channel), (byte)_input.Fill);
        }

        for (int row = 0; row < Geometry.Height; row++)
        {
            Sample(frame, row);
            for (int channel = 0; channel < _channels.Length; channel++)
            {
                _channels[channel].Convert(_lumaSamples, _blueSamples, _redSamples, RowOf(tensor, channel, row));
            }
        }
    }

    /// <summary>Writes a frame as normalised floats.</summary>
    /// <param name="frame">The frame, left as it is.</param>
    /// <param name="tensor">[3, height, width] of the network's input.</param>
    public void Write(Frame frame, Span<float> tensor)
    {
        Begin(frame.Format);
        for (int channel = 0; channel < _channels.Length; channel++)
        {
            FillAround(PlaneOf(tensor, channel), (_input.Fill - _input.Mean[channel]) / _input.Deviation[channel]);
        }

        for (int row = 0; row < Geometry.Height; row++)
        {
            Sample(frame, row);
            for (int channel = 0; channel < _channels.Length; channel++)
            {
                float scale = 1 / _input.Deviation[channel];
                _channels[channel].Convert(
                    _lumaSamples, _blueSamples, _redSamples, RowOf(tensor, channel, row), scale, -_input.Mean[channel] * scale);
            }
        }
    }

    private void Begin(FrameFormat format)
    {
        if (_luma is not null && format == _format)
        {
            _luma.Begin();
            _blue!.Begin();
            _red!.Begin();
            return;
        }

        LetterboxGeometry geometry = LetterboxGeometry.Of(format, _input);
        double scaleX = (double)format.Width / geometry.Width, scaleY = (double)format.Height / geometry.Height;
        _luma = new PlaneSampler(format.Width, format.Height, geometry.Width, geometry.Height, scaleX, scaleY);
        _blue = Chroma();
        _red = Chroma();
        _lumaSamples = new float[_luma.SampleCount];
        _blueSamples = new float[_luma.SampleCount];
        _redSamples = new float[_luma.SampleCount];
        _channels = ColourConversion.Of(format.FullRange, _input.Channels);
        _format = format;
        Geometry = geometry;

        // Chroma has half the pixels, but an odd picture's last column stands for half a one.
        PlaneSampler Chroma() =>
            new(format.ChromaWidth, format.ChromaHeight, geometry.Width, geometry.Height, scaleX / 2, scaleY / 2);
    }

    private void Sample(Frame frame, int row)
    {
        _luma!.Sample(frame.Luma, row, _lumaSamples);
        _blue!.Sample(frame.ChromaBlue, row, _blueSamples);
        _red!.Sample(frame.ChromaRed, row, _redSamples);
    }

    private void FillAround<T>(Span<T> plane, T value)
    {
        int width = _input.Width;
        plane[..(Geometry.Top * width)].Fill(value);
        plane[((Geometry.Top + Geometry.Height) * width)..].Fill(value);
        if (Geometry.Width == width)
        {
            return;
        }

        for (int row = Geometry.Top; row < Geometry.Top + Geometry.Height; row++)
        {
            plane.Slice(row * width, Geometry.Left).Fill(value);
            plane[(row * width + Geometry.Left + Geometry.Width)..((row + 1) * width)].Fill(value);
        }
    }

    private Span<T> PlaneOf<T>(Span<T> tensor, int channel) =>
        tensor.Slice(channel * _input.Width * _input.Height, _input.Width * _input.Height);

    private Span<T> RowOf<T>(Span<T> tensor, int channel, int row) =>
        PlaneOf(tensor, channel).Slice((Geometry.Top + row) * _input.Width + Geometry.Left, Geometry.Width);
}
