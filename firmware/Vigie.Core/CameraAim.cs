namespace Vigie.Core;

/// <summary>
/// Whether a camera still shows the view that its masks and zones were drawn for. Once lost it stays lost, whatever the pictures show afterwards, until
/// somebody who has looked confirms it: nobody else knows whether the masks hide what they are to hide. Any thread.
/// </summary>
public sealed class CameraAim
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _lostAt;
    private volatile bool _isLost;
    private volatile int _confirmations;

    /// <summary>An aim as it was when the box last ran.</summary>
    /// <param name="lostAt">When it was lost; null: it holds.</param>
    public CameraAim(DateTimeOffset? lostAt = null) => (_lostAt, _isLost) = (lostAt, lostAt is not null);

    /// <summary>Told when it is lost, on the thread that saw it. It must return at once.</summary>
    public event Action? Lost;

    /// <summary>Whether it is lost. Asked for every frame: costs one read.</summary>
    public bool IsLost => _isLost;

    /// <summary>How often it was confirmed: whoever has learnt the old view learns anew when this changes.</summary>
    public int Confirmations => _confirmations;

    /// <summary>When it was lost; null: it holds.</summary>
    public DateTimeOffset? LostAt
    {
        get
        {
            lock (_gate)
            {
                return _lostAt;
            }
        }
    }

    /// <summary>The camera shows another view.</summary>
    /// <param name="at">Wall time of the frame.</param>
    public void Lose(DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_isLost)
            {
                return;
            }

            (_lostAt, _isLost) = (at, true);
        }

        Lost?.Invoke();
    }

    /// <summary>Somebody has looked: the view is as it should be from now on.</summary>
    public void Confirm()
    {
        lock (_gate)
        {
            (_lostAt, _isLost) = (null, false);
            _confirmations++;
        }
    }
}
