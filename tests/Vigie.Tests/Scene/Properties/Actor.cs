using CsCheck;
using Vigie.Core;
using Vigie.Core.Geometry;

namespace Vigie.Tests.Scene.Properties;

/// <summary>Somebody or something in a made-up scene of <see cref="Footage.Format"/>: comes, moves, comes to rest, perhaps runs or falls, and goes.</summary>
/// <param name="Enters">Frame in which it comes.</param>
/// <param name="Stays">For how many frames.</param>
/// <param name="X">Where its foot is then.</param>
/// <param name="Y">Where its foot is then.</param>
/// <param name="Dx">Pixels a frame.</param>
/// <param name="Dy">Pixels a frame.</param>
/// <param name="Sort">What it is: 0 to 9.</param>
/// <param name="Rests">In which of its frames it stops, or, if it is one who falls, falls.</param>
internal sealed record Actor(int Enters, int Stays, float X, float Y, float Dx, float Dy, int Sort, int Rests)
{
    /// <summary>A scene's time between two frames.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Frames of a scene: the last of them are empty.</summary>
    public const int Frames = 700;

    /// <summary>From this frame on all persons of a scene run.</summary>
    public const int Alarm = 520;

    private const int Car = 3, Backpack = 27, Knife = 49;

    // Eight who stand about on the road until they run.
    private static readonly Actor[] Crowd = [.. Enumerable.Range(0, 8).Select(place => new Actor(0, Frames - 20, 54 + 4 * place, 40 + 6 * place, 0.02f, 0, 0, 200))];

    /// <summary>Any cast of a scene, with the crowd or without.</summary>
    public static Gen<Actor[]> Cast => Gen.Select(Few, Gen.Bool, (few, crowded) => crowded ? [.. few, .. Crowd] : few);

    private static Gen<Actor[]> Few { get; } = Gen.Select(
        Gen.Int[0, 350], Gen.Int[5, 340], Gen.Float[0, 100], Gen.Float[10, 100], Gen.Float[-0.6f, 0.6f], Gen.Float[-0.3f, 0.3f], Gen.Int[0, 9], Gen.Int[0, 200],
        (enters, stays, x, y, dx, dy, sort, rests) => new Actor(enters, stays, x, y, dx, dy, sort, rests)).Array[1, 14];

    /// <summary>The same cast for the same number.</summary>
    public static Actor[] CastOf(int seed)
    {
        Random random = new(seed);
        float Between(float low, float high) => low + (high - low) * random.NextSingle();
        return
        [
            .. seed % 2 == 0 ? Crowd : [],
            .. Enumerable.Range(0, 14).Select(_ => new Actor(
                random.Next(350), random.Next(5, 340), Between(0, 100), Between(10, 100), Between(-0.6f, 0.6f), Between(-0.3f, 0.3f), random.Next(10), random.Next(200))),
        ];
    }

    /// <summary>What a tracker would show of a scene in a frame: everybody's track, some hidden; every fifth frame nobody looks.</summary>
    /// <param name="cast">Who is in it; numbers of tracks follow from the places in it.</param>
    /// <param name="frame">Which frame.</param>
    /// <param name="start">The scene's first frame's time.</param>
    /// <param name="firstNumber">Number of the first track.</param>
    public static Track[] Show(Actor[] cast, int frame, TimeSpan start, int firstNumber = 1) =>
    [
        .. cast.Select((actor, index) => (actor, number: firstNumber + index))
            .Where(one => frame >= one.actor.Enters && frame < one.actor.Enters + one.actor.Stays)
            .Select(one => one.actor.At(frame, one.number, start)),
    ];

    private Track At(int frame, int number, TimeSpan start)
    {
        int age = frame - Enters;
        bool isSeen = frame % 5 != 4 && (age == 0 || (frame + number * 3) % 11 > 1);
        int moved = Math.Min(age, Rests);
        int ran = IsPerson ? Math.Max(0, frame - Math.Max(Alarm, Enters)) : 0;
        (float width, float height) = Size(age);
        float x = X + Dx * moved + 6 * ran, y = Y + Dy * moved;
        int kind = IsPerson ? ObjectClasses.Person : Sort switch { < 7 => Car, 7 => Knife, _ => Backpack };
        return new Track(number, Box.FromSize(x - width / 2, y - height, width, height), kind, 0.8f, start + Enters * Pace, start + frame * Pace, isSeen);
    }

    private bool IsPerson => Sort is < 5 or 9;

    private bool Falls => Sort == 9;

    private (float Width, float Height) Size(int age) => Sort switch
    {
        _ when Falls && age > Rests => (18, 7),
        _ when IsPerson => (8, 20),
        < 7 => (24, 12),
        _ => (4, 5),
    };
}
