namespace Vigie.Trust.Approvals;

/// <summary>
/// What an approved network may give out. The list is closed: there is no number for a face, an identity, an emotion, a gait or an
/// embedding of a person, so that no list can say that one was approved.
/// </summary>
public enum ModelOutput
{
    /// <summary>Boxes with a class and a score.</summary>
    Boxes = 1,

    /// <summary>The characters of a number plate.</summary>
    PlateText = 2,

    /// <summary>Joints of a body, for the rule <c>fall</c> alone; never stored, never sent.</summary>
    Joints = 3,
}
