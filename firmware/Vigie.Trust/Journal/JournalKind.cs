namespace Vigie.Trust.Journal;

/// <summary>What a record of the journal says. The list is closed; a number is never reused, new ones are added.</summary>
public enum JournalKind
{
    /// <summary>The journal was begun: identifier, box, key.</summary>
    Created = 1,

    /// <summary>The box started: software, configuration.</summary>
    Started = 2,

    /// <summary>The box stopped as asked.</summary>
    Stopped = 3,

    /// <summary>What a crash or a power cut left was put right: what was cut off, and how many records were found unsigned.</summary>
    Recovered = 4,

    /// <summary>The oldest records fell to retention: up to which one, and its hash. This record is the stub that remains of them.</summary>
    Rotated = 5,

    /// <summary>So many records were refused because the disk took nothing for too long.</summary>
    Overflowed = 6,

    /// <summary>The wall clock was set: before and after.</summary>
    ClockChanged = 7,

    /// <summary>The journal was opened: a new boot. First in each.</summary>
    Opened = 8,

    /// <summary>A configuration came into force: its hash.</summary>
    ConfigurationChanged = 10,

    /// <summary>A configuration was refused: its hash, and why.</summary>
    ConfigurationRefused = 11,

    /// <summary>A model came into use: its hash.</summary>
    ModelChanged = 12,

    /// <summary>A model was refused: its hash, and why.</summary>
    ModelRefused = 13,

    /// <summary>A mandate was installed: its hash, who signed it.</summary>
    MandateInstalled = 14,

    /// <summary>A mandate came into force.</summary>
    MandateBegan = 15,

    /// <summary>A mandate ended: it expired, or another one replaced it.</summary>
    MandateEnded = 16,

    /// <summary>A mandate will end soon.</summary>
    MandateEnding = 17,

    /// <summary>A mandate was revoked.</summary>
    MandateRevoked = 18,

    /// <summary>A revocation was lifted.</summary>
    RevocationLifted = 19,

    /// <summary>A signed document was refused: what it is, its hash, and why. Nothing was changed.</summary>
    DocumentRefused = 20,

    /// <summary>A signed document of another type was installed: profile, list of models, anchors.</summary>
    DocumentInstalled = 21,

    /// <summary>Somebody logged in.</summary>
    LoggedIn = 30,

    /// <summary>A login was refused.</summary>
    LoginRefused = 31,

    /// <summary>Somebody logged out.</summary>
    LoggedOut = 32,

    /// <summary>A command was carried out.</summary>
    CommandAccepted = 40,

    /// <summary>A command was refused, and why.</summary>
    CommandRefused = 41,

    /// <summary>A signal began: its kind, camera, zone; never what was seen.</summary>
    SignalRaised = 50,

    /// <summary>Somebody answered a signal.</summary>
    SignalAnswered = 51,

    /// <summary>A rule's shadow time is over: how often, when and where it would have spoken. From now on it speaks.</summary>
    ShadowEnded = 52,

    /// <summary>Frames were dropped: how many.</summary>
    FramesDropped = 60,

    /// <summary>Events were given up that nobody will receive: how many.</summary>
    EventsLost = 61,

    /// <summary>A camera gave no more pictures.</summary>
    CameraLost = 62,

    /// <summary>A camera gives pictures again.</summary>
    CameraBack = 63,

    /// <summary>A camera shows another view than it was set up for: its picture is masked whole and its rules rest.</summary>
    CameraMoved = 64,

    /// <summary>Somebody has confirmed a camera's view: who. It is watched again.</summary>
    CameraConfirmed = 65,

    /// <summary>Somebody looked at the aiming picture.</summary>
    PictureViewed = 70,

    /// <summary>The kill switch was pressed: by whom, why.</summary>
    SwitchPressed = 80,

    /// <summary>The kill switch was lifted: whose key signed it.</summary>
    SwitchLifted = 81,

    /// <summary>Lifting the kill switch was refused, and why.</summary>
    SwitchLiftRefused = 82,

    /// <summary>The box was reset to what it left the factory with; this journal stays.</summary>
    FactoryReset = 90,
}
