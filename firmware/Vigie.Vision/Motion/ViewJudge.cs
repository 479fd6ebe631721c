using Vigie.Core;

namespace Vigie.Vision.Motion;

/// <summary>What a reading of the view means, and for how long it must mean so before it is said. Knows the frame's own time only; for one thread.</summary>
internal sealed class ViewJudge
{
    // Of the blocks with edges: at the first nearly all are hidden (a lorry leaves more, and leaves), above the second the view is there.
    private const float Hidden = 0.1f, Half = 0.45f;

    // Of the usual energy of the finest steps: below the first nothing fine is to be seen, below the second, light taken out, it is a blur of three pixels.
    private const float Plain = 0.08f, Coarse = 0.3f;

    // Part of the blocks that must be less fine than usual, in a coarse picture that is as usual, in nearly the same light.
    private const float Blurred = 0.5f, Alike = 0.85f, LeastGain = 0.6f, MostGain = 1.6f;

    // In standard deviations of what chance gives: where the old place explains a picture hardly better than others, it shows another view. What is left
    // beside a lorry is enough for more.
    private const float LeastLead = 2;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // What contradicts takes away twice what it would have added: somebody who stands before the lens for a moment ends nothing.
    private const int Weight = 2;

    private PictureCondition _now;
    private ViewShift _shift;
    private TimeSpan _evidence;
    private TimeSpan? _last;
    private bool _isSaid;

    /// <summary>Judges a reading.</summary>
    /// <param name="reading">How the picture compares.</param>
    /// <param name="at">The frame's time.</param>
    /// <returns>What is wrong, once it has lasted; good until then.</returns>
    public PictureCondition Look(in ViewReading reading, TimeSpan at)
    {
        TimeSpan elapsed = at - (_last ?? at);
        _last = at;
        (PictureCondition now, TimeSpan time) = Judge(reading);
        if (now == _now && reading.Shift.IsNear(_shift))
        {
            _evidence += elapsed;
            _isSaid |= _evidence >= time;
            _evidence = _isSaid && _evidence > time ? time : _evidence;
        }
        else
        {
            _evidence -= Weight * elapsed;
            if (_evidence <= TimeSpan.Zero)
            {
                (_now, _shift, _evidence, _isSaid) = (now, reading.Shift, TimeSpan.Zero, false);
            }
        }

        return _isSaid ? _now : PictureCondition.Good;
    }

    /// <summary>Forgets what it judged: pictures in between said nothing of the view.</summary>
    public void Forget() => (_now, _shift, _evidence, _last, _isSaid) = (PictureCondition.Good, default, TimeSpan.Zero, null, false);

    private static (PictureCondition Condition, TimeSpan Time) Judge(in ViewReading reading)
    {
        bool isUsual = reading.Likeness >= Alike && reading.Gain is >= LeastGain and <= MostGain;
        bool isThere = reading.Held >= Half || reading.Detail <= Plain;
        return true switch
        {
            _ when reading.Detail <= Coarse * reading.Gain * reading.Gain && reading.Blurred >= Blurred && isUsual && isThere => (PictureCondition.Defocused, Later),
            _ when reading.Held <= Hidden && reading.Detail <= Plain && reading.Elsewhere <= Plain && reading.Likeness < Alike => (PictureCondition.Covered, Soon),
            _ when !reading.Shift.IsNone => (PictureCondition.Moved, Later),
            _ when reading.Held < Half && reading.Lead < LeastLead => (PictureCondition.Moved, Longest),
            _ => (PictureCondition.Good, TimeSpan.Zero),
        };
    }
}
