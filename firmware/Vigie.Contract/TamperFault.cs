namespace Vigie.Contract;

/// <summary>What an event of kind <see cref="EventKind.Tamper"/> says is wrong with a camera. A number is never reused.</summary>
public enum TamperFault
{
    /// <summary>Something is before the lens, or it is sprayed, blinded or dark: nothing of the view is left.</summary>
    Covered = 1,

    /// <summary>The view is there without its fine detail: out of focus, wet, smeared.</summary>
    Defocused = 2,

    /// <summary>The camera shows another view: until somebody confirms it, its picture is masked whole and its rules rest.</summary>
    Moved = 3,

    /// <summary>The same picture again and again.</summary>
    Frozen = 4,
}
