namespace Vigie.Edgectl.Trust;

/// <summary>A field of an order, as it is asked for.</summary>
/// <param name="Key">Its key in the draft.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Explanation">What it means and does.</param>
/// <param name="Form">How the answer becomes JSON.</param>
public sealed record MandateField(string Key, string Question, string Explanation, FieldForm Form)
{
    /// <summary>All that are asked for, in the order of an order.</summary>
    public static IReadOnlyList<MandateField> All { get; } =
    [
        new("authority", "Authority", "Who orders, as the order names it: \"Prefecture of Marne\".", FieldForm.Text),
        new("orderNumber", "Order number", "The order's own number. A new version of the same order takes the place of the old one.", FieldForm.Text),
        new("legalBasis", "Legal basis", "The law and article that permit it. It is shown to citizens.", FieldForm.Text),
        new("purpose", "Purpose", "What for, in one sentence. It is shown to citizens.", FieldForm.Text),
        new("place", "Place", "Where, in words: streets, squares.", FieldForm.Text),
        new("from", "From", "The first second, with the offset from UTC: 2026-12-01T08:00:00+01:00.", FieldForm.Text),
        new("to", "To", "The first second after it: to the second, nothing runs from then on.", FieldForm.Text),
        new("events", "Events", "Kinds that may be signalled, separated by commas: intrusion. Empty where only statistics are made.", FieldForm.List),
        new("statistics", "Statistics", "Kinds of counts that may be made: count. Empty for none.", FieldForm.List),
        new("classes", "Classes", "What may be looked for: person, car, bicycle.", FieldForm.List),
        new("plates", "Number plates", "none, statistics (counted and forgotten) or comparison (with a list).", FieldForm.Text),
        new("retention", "Retention", "How long the box may keep what it found: 30d, 12h.", FieldForm.Text),
        new("statisticsOnly", "Statistics only", "true where no event at all may be signalled, else false.", FieldForm.Word),
        new("minimumPrecision", "Minimum precision", "Of 100 signals, how many must have been right, measured, before a kind may be signalled. 0 asks for no proof.", FieldForm.Word),
        new("profile", "Profile", "Name of the profile that bounds the order: fr-2023-380.", FieldForm.Text),
        new("serial", "Serial", "One more than the last that this key signed: an older one is refused.", FieldForm.Word),
    ];
}
