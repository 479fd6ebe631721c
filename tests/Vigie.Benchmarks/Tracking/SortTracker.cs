using Vigie.Core;
using Vigie.Core.Geometry;
using Vigie.Scene.Tracking;

namespace Vigie.Benchmarks.Tracking;

/// <summary>
/// Plain SORT, to compare with: Bewley et al., "Simple Online and Realtime Tracking", ICIP 2016, with the figures of the authors' program: IoU 0.3
/// at least, a track ends with the first frame that misses it, and is told of after three hits in a row.
/// </summary>
internal sealed class SortTracker
{
    private const float LeastOverlap = 0.3f;
    private const int LeastHits = 3;

    private readonly List<SortTrack> _tracks = [];
    private int _frames;
    private int _lastNumber;

    /// <summary>Takes a frame's detections in.</summary>
    /// <returns>Number and box of each track that is told of.</returns>
    public IEnumerable<(int Number, Box Box)> Step(IReadOnlyList<Detection> detections)
    {
        _frames++;
        _tracks.ForEach(track => track.Predict());
        bool[] taken = new bool[detections.Count];
        foreach ((SortTrack track, int detection) in Pairs(detections))
        {
            track.Correct(detections[detection].Box);
            taken[detection] = true;
        }

        _tracks.AddRange(detections.Where((_, index) => !taken[index]).Select(one => new SortTrack(++_lastNumber, one.Box)));
        _tracks.RemoveAll(track => track.Missed > 1);
        return [.. _tracks.Where(track => track.Missed == 0 && (track.HitsInARow >= LeastHits || _frames <= LeastHits)).Select(track => (track.Number, track.Box))];
    }

    private List<(SortTrack Track, int Detection)> Pairs(IReadOnlyList<Detection> detections)
    {
        float[] costs = [.. _tracks.SelectMany(track => detections.Select(one => 1 - track.Box.IntersectionOverUnion(one.Box)))];

        // All are paired first, and what overlaps too little is parted afterwards.
        ReadOnlySpan<int> answer = new Assignment(_tracks.Count, detections.Count).Solve(costs, _tracks.Count, detections.Count, limit: 10);
        List<(SortTrack, int)> pairs = [];
        for (int i = 0; i < answer.Length; i++)
        {
            if (answer[i] != Assignment.Alone && costs[i * detections.Count + answer[i]] <= 1 - LeastOverlap)
            {
                pairs.Add((_tracks[i], answer[i]));
            }
        }

        return pairs;
    }
}
