namespace Vigie.Delivery.Mqtt;

/// <summary>Follows a stream of MQTT packets from header to header, and tells where one is larger than any may be.</summary>
/// <param name="most">Most bytes of a packet after its header: its remaining length (MQTT 5, section 2.1.4).</param>
internal sealed class PacketLimit(int most)
{
    private const int LengthBits = 7;
    private const int LongestLength = 4 * LengthBits;

    private bool _isInLength;
    private int _shift;
    private int _length;
    private int _left;

    /// <summary>Follows what was read; after a packet that is too large, nothing may be read any more.</summary>
    /// <returns>False where a header claims more than may be, or a length that MQTT does not have.</returns>
    public bool Passes(ReadOnlySpan<byte> read)
    {
        while (!read.IsEmpty)
        {
            if (_left > 0)
            {
                int passed = Math.Min(_left, read.Length);
                _left -= passed;
                read = read[passed..];
            }
            else if (!PassesHeader(read[0]))
            {
                return false;
            }
            else
            {
                read = read[1..];
            }
        }

        return true;
    }

    private bool PassesHeader(byte value)
    {
        if (!_isInLength)
        {
            (_isInLength, _shift, _length) = (true, 0, 0);
            return true;
        }

        _length |= (value & 0x7F) << _shift;
        _shift += LengthBits;
        bool ends = (value & 0x80) == 0;
        if (ends)
        {
            (_isInLength, _left) = (false, _length);
        }

        return _length <= most && (ends || _shift < LongestLength);
    }
}
