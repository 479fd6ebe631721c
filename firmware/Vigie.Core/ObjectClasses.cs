using System.Collections.Frozen;

namespace Vigie.Core;

/// <summary>
/// The house's numbers for what can be detected: the category numbers 1-90 of COCO (Lin et al., "Microsoft COCO", 2014), which
/// leave gaps. A label that COCO does not know gets <see cref="FirstOwn"/> plus its index in its model's labels.
/// </summary>
public static class ObjectClasses
{
    /// <summary>First number of labels outside COCO.</summary>
    public const int FirstOwn = 1000;

    /// <summary>A person.</summary>
    public const int Person = 1;

    private static readonly string?[] Names =
    [
        null, "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
        "fire hydrant", null, "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep",
        "cow", "elephant", "bear", "zebra", "giraffe", null, "backpack", "umbrella", null, null,
        "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove",
        "skateboard", "surfboard", "tennis racket", "bottle", null, "wine glass", "cup", "fork", "knife", "spoon",
        "bowl", "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut",
        "cake", "chair", "couch", "potted plant", "bed", null, "dining table", null, null, "toilet",
        null, "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster",
        "sink", "refrigerator", null, "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
    ];

    private static readonly FrozenDictionary<string, int> Numbers = Names
        .Select((name, number) => (name, number))
        .Where(entry => entry.name is not null)
        .ToFrozenDictionary(entry => entry.name!, entry => entry.number, StringComparer.Ordinal);

    /// <summary>Names of COCO's 80 classes in the order of their numbers.</summary>
    public static IEnumerable<string> CocoNames => Names.OfType<string>();

    /// <summary>COCO's number of this name, if it has one.</summary>
    public static bool TryGetNumber(string name, out int number) => Numbers.TryGetValue(name, out number);

    /// <summary>COCO's name of this number, if it has one.</summary>
    public static bool TryGetName(int number, out string name)
    {
        name = number >= 0 && number < Names.Length ? Names[number] ?? "" : "";
        return name.Length > 0;
    }

    /// <summary>The number of a model's label: COCO's where it has one, else one of our own.</summary>
    /// <param name="label">The label as the model's list spells it.</param>
    /// <param name="index">Its position in that list, from 0.</param>
    public static int NumberOf(string label, int index) => TryGetNumber(label, out int number) ? number : FirstOwn + index;
}
