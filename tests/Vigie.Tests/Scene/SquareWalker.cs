using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Tests.Scene;

/// <summary>
/// A person on a made-up square of 30 by 30 metres: walks to a place at a pace of their own, stands (seldom lies) there a while, goes on, and leaves; or, one in
/// five, a car, a bag, a knife that do the same. Seen by a camera six metres up with a lens of 900 pixels, through a detector that trembles, doubts and misses.
/// </summary>
internal struct SquareWalker
{
    private const int Car = 3, Backpack = 27, Knife = 49;
    private const double Lens = 900, Camera = 6, Horizon = 60, Near = 10, Side = 30;

    private double _x, _z, _goalX, _goalZ, _pace, _height, _stride, _rest;
    private int _class;
    private bool _leaving, _lies;

    // Sixteen in twenty are persons.
    private static ReadOnlySpan<int> Classes => [ObjectClasses.Person, Car, Car, Backpack, Knife];

    /// <summary>Whether somebody is there.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>Where the whole person would be seen.</summary>
    public Box Box { get; private set; }

    /// <summary>How far from the camera, metres: who is nearer hides who is not.</summary>
    public readonly double Distance => _z;

    /// <summary>Comes in at one of the sides.</summary>
    public void Enter(Random random)
    {
        IsPresent = true;
        _leaving = false;
        _x = random.Next(2) * Side - Side / 2;
        _z = Near + random.NextDouble() * Side;
        _class = Classes[Math.Max(0, random.Next(20) - 15)];
        _pace = (0.9 + random.NextDouble() * 0.9) * (_class == Car ? 4 : 1);
        _height = _class switch { ObjectClasses.Person => 1.55 + random.NextDouble() * 0.35, Car => 1.5, _ => 0.5 };
        _rest = 0;
        Choose(random);
    }

    /// <summary>Runs off to one side, whatever was intended; a car or a thing does not.</summary>
    /// <param name="pace">Metres a second.</param>
    public void Flee(double pace)
    {
        if (IsPresent && _class == ObjectClasses.Person)
        {
            (_leaving, _lies, _rest, _pace) = (true, false, 0, pace);
            (_goalX, _goalZ) = (Side * 0.6, _z);
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Walk(double seconds, Random random)
    {
        double x = _goalX - _x, z = _goalZ - _z, left = Math.Sqrt(x * x + z * z);
        if (_rest > 0)
        {
            _rest -= seconds;
        }
        else if (left > _pace * seconds)
        {
            _x += x / left * _pace * seconds;
            _z += z / left * _pace * seconds;
            _stride += _pace * seconds * 4;
        }
        else if (_leaving)
        {
            IsPresent = false;
        }
        else
        {
            _rest = -Math.Log(1 - random.NextDouble()) * 15;
            _lies = _class == ObjectClasses.Person && random.NextDouble() < 0.03;
            Choose(random);
        }

        Box = Look();
    }

    /// <summary>What the detector makes of it; the score says how sure it is, 0 where it sees nothing.</summary>
    /// <param name="hidden">How much somebody nearer hides, 0 to 1.</param>
    /// <param name="random">Where it trembles.</param>
    public readonly Detection See(double hidden, Random random)
    {
        float size = 0.06f * Box.Height;
        double score = random.NextDouble() < 0.04 || hidden > 0.8 ? 0 : (0.6 + 0.35 * random.NextDouble()) * (1 - hidden);
        return new Detection(new Box(Box.Left + Tremble(random, size), Box.Top + Tremble(random, size), Box.Right + Tremble(random, size), Box.Bottom + Tremble(random, size)), _class, (float)score);
    }

    private static float Tremble(Random random, float size) => (float)(random.NextDouble() + random.NextDouble() - 1) * size;

    private void Choose(Random random)
    {
        _leaving = random.NextDouble() < 0.25;
        _goalX = _leaving ? (random.Next(2) * 2 - 1) * Side * 0.6 : (random.NextDouble() - 0.5) * Side;
        _goalZ = Near + random.NextDouble() * Side;
    }

    private readonly Box Look()
    {
        double height = Lens * _height / _z, width = height * (_class == Car ? 1.4 : 0.36 + 0.08 * Math.Sin(_stride));
        (width, height) = _lies && _rest > 0 ? (height, 0.4 * height) : (width, height);
        return Box.FromSize((float)(640 + Lens * _x / _z - width / 2), (float)(Horizon + Lens * Camera / _z - height), (float)width, (float)height);
    }
}
