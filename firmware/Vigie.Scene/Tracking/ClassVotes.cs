using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Vigie.Scene.Tracking;

/// <summary>What an object is, by the votes of its detections, each as heavy as its score. Room for as many classes as look alike.</summary>
internal struct ClassVotes
{
    // Beyond this, old votes are halved: they stay exact, and what an object became counts more than what it was.
    private const float Full = 256;

    private Ballots _ballots;

    /// <summary>Number of the class with the most votes; the first of equal ones stays.</summary>
    public int Winner { get; private set; }

    /// <summary>Adds a vote.</summary>
    public void Add(int objectClass, float score)
    {
        ref Ballot ballot = ref Find(objectClass);
        ballot.Weight = ballot.Class == objectClass ? ballot.Weight + score : score;
        ballot.Class = objectClass;
        if (Winner == 0 || ballot.Weight > WeightOf(Winner))
        {
            Winner = objectClass;
        }

        if (ballot.Weight > Full)
        {
            foreach (ref Ballot each in _ballots)
            {
                each.Weight /= 2;
            }
        }
    }

    // The ballot of this class, or else the lightest one.
    [UnscopedRef]
    private ref Ballot Find(int objectClass)
    {
        int lightest = 0;
        for (int i = 0; i < Ballots.Length; i++)
        {
            if (_ballots[i].Class == objectClass)
            {
                return ref _ballots[i];
            }

            lightest = _ballots[i].Weight < _ballots[lightest].Weight ? i : lightest;
        }

        return ref _ballots[lightest];
    }

    private readonly float WeightOf(int objectClass)
    {
        foreach (Ballot ballot in _ballots)
        {
            if (ballot.Class == objectClass)
            {
                return ballot.Weight;
            }
        }

        return 0;
    }

    private struct Ballot
    {
        public int Class;
        public float Weight;
    }

    [InlineArray(Length)]
    private struct Ballots
    {
        public const int Length = 4;
        private Ballot _first;
    }
}
