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
    private PlaneSampler? _chroma;
    private ColourConversion[] _channels = [];
    private int[] _samples = [];

    /// <summary>Prepares for a network's input.</summary>
    public Letterbox(NetworkInput input) => _input = input;

    /// <summary>Where the last frame lies in the input.</summary>
    public LetterboxGeometry Geometry { get; private set; }

    /// <summary>Writes a frame as bytes.</summary>
    /// <param name="frame">The frame, left as it is.</param>
    /// <param name="tensor">[3, height, width] of the network's input.</param>
    public void Write(Frame frame, Span<byte> tensor)
    {
        Plan(frame.Format);
        for (int channel = 0; channel < _channels.Length; channel++)
        {
            FillAround(PlaneOf(tensor, channel), (byte)_input.Fill);
        }

        for (int row = 0; row < Geometry.Height; row++)
        {
            Sample(frame, row);
            for (int channel = 0; channel < _channels.Length; channel++)
            {
                _channels[channel].Convert(LumaSamples, BlueSamples, RedSamples, RowOf(tensor, channel, row));
            }
        }
    }

    /// <summary>Writes a frame as normalised floats.</summary>
    /// <param name="frame">The frame, left as it is.</param>
    /// <param name="tensor">[3, height, width] of the network's input.</param>
    public void Write(Frame frame, Span<float> tensor)
    {
        Plan(frame.Format);
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
                    LumaSamples, BlueSamples, RedSamples, RowOf(tensor, channel, row), scale, -_input.Mean[channel] * scale);
            }
        }
    }

    private Span<int> LumaSamples => _samples.AsSpan(0, Geometry.Width);

    private Span<int> BlueSamples => _samples.AsSpan(Geometry.Width, Geometry.Width);

    private Span<int> RedSamples => _samples.AsSpan(2 * Geometry.Width, Geometry.Width);

    private void Plan(FrameFormat format)
    {
        if (_luma is not null && format == _format)
        {
            return;
        }

        LetterboxGeometry geometry = LetterboxGeometry.Of(format, _input);
        double scaleX = (double)format.Width / geometry.Width, scaleY = (double)format.Height / geometry.Height;
        PlaneSampler luma = new(format.Width, format.Height, geometry.Width, geometry.Height, scaleX, scaleY);
        PlaneSampler chroma = new(
            format.ChromaWidth, format.ChromaHeight, geometry.Width, geometry.Height, scaleX / 2, scaleY / 2);
        (_luma, _chroma) = (luma, chroma);
        _channels = ColourConversion.Of(format.FullRange, _input.Channels, luma.Factor, chroma.Factor);
        _samples = new int[3 * geometry.Width];
        _format = format;
        Geometry = geometry;
    }

    private void Sample(Frame frame, int row)
    {
        _luma!.Sample(frame.Luma, row, LumaSamples);
        _chroma!.Sample(frame.ChromaBlue, row, BlueSamples);
        _chroma.Sample(frame.ChromaRed, row, RedSamples);
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
