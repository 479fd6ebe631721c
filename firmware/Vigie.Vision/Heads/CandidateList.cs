using Vigie.Core.Geometry;

namespace Vigie.Vision.Heads;

/// <summary>
/// What a head found in one picture before overlaps are removed: memory allocated once. Where there is more than fits, the weaker
/// half is dropped and the floor rises, so that what is left is always the best.
/// </summary>
public sealed class CandidateList
{
    private readonly Candidate[] _items;
    private readonly ulong[] _order;
    private readonly bool[] _wanted;

    /// <summary>Allocates room.</summary>
    /// <param name="wanted">For each label of the model, whether it is looked for.</param>
    /// <param name="capacity">How many candidates are held at most, at least 2.</param>
    public CandidateList(ReadOnlySpan<bool> wanted, int capacity = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _items = new Candidate[capacity];
        _order = new ulong[capacity];
        _wanted = wanted.ToArray();
    }

    /// <summary>Score from which on candidates are taken, 0 to 1.</summary>
    public float Floor { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The candidates, in the order of their adding or, after <see cref="Sort"/>, by falling score.</summary>
    public ReadOnlySpan<Candidate> Items => _items.AsSpan(0, Count);

    /// <summary>Whether a label is looked for.</summary>
    public bool Wants(int label) => _wanted[label];

    /// <summary>Empties the list.</summary>
    /// <param name="floor">Score from which on candidates are taken, 0 to 1.</param>
    public void Begin(float floor)
    {
        Floor = floor;
        Count = 0;
    }

    /// <summary>Adds a candidate unless its score lies below the floor.</summary>
    /// <param name="score">0 to 1.</param>
    /// <param name="label">Position in the model's labels.</param>
    /// <param name="box">In pixels of the network's input.</param>
    /// <param name="origin">See <see cref="Candidate.Origin"/>.</param>
    public void Add(float score, int label, in Box box, int origin = 0)
    {
        if (score >= Floor && Count == _items.Length)
        {
            Sort();
            Count /= 2;
            Floor = _items[Count - 1].Score;
        }

        if (score >= Floor)
        {
            _items[Count++] = new Candidate(box, label, score, origin);
        }
    }

    /// <summary>Sorts by falling score; equal scores keep their order, so that the same picture gives the same answer.</summary>
    public void Sort()
    {
        // A score is not negative: its bits order as its value does. Inverted above the position, one number sorts both.
        Span<ulong> order = _order.AsSpan(0, Count);
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = ((ulong)~BitConverter.SingleToUInt32Bits(_items[i].Score) << 32) | (uint)i;
        }

        order.Sort();
        Permute(order);
    }

    // Follows each cycle of the permutation; a place done is marked by its own number.
    private void Permute(Span<ulong> order)
    {
        for (int start = 0; start < order.Length; start++)
        {
            Candidate first = _items[start];
            int place = start;
            while (true)
            {
                int from = (int)(uint)order[place];
                order[place] = (uint)place;
                if (from == start)
                {
                    _items[place] = first;
                    break;
                }

                _items[place] = _items[from];
                place = from;
            }
        }
    }
}
