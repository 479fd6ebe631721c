namespace Vigie.Contract;

/// <summary>The integer keys of a context record in CBOR. A number is never reused; new ones follow behind.</summary>
public enum ContextKey
{
    /// <summary>Array, as in an event.</summary>
    Identity = 1,

    /// <summary>Context number.</summary>
    Number = 2,

    /// <summary>Milliseconds since 1970 UTC.</summary>
    Time = 3,

    /// <summary>Site's name.</summary>
    Site = 4,

    /// <summary>Device's name.</summary>
    Device = 5,

    /// <summary>Version of the software.</summary>
    Software = 6,

    /// <summary>Name of the model.</summary>
    Model = 7,

    /// <summary>SHA-256 of the configuration.</summary>
    ConfigurationHash = 8,

    /// <summary>SHA-256 of the privacy masks.</summary>
    MaskHash = 9,

    /// <summary>SHA-256 of the model's weights.</summary>
    ModelHash = 10,

    /// <summary>SHA-256 of the mandate; absent in a laboratory.</summary>
    MandateHash = 11,

    /// <summary>Map from camera number to camera.</summary>
    Cameras = 12,

    /// <summary>Map from class number to name.</summary>
    Classes = 13,

    /// <summary>Array of three texts: units of time, confidence and box.</summary>
    Units = 14,

    /// <summary>Link template; absent where there is none.</summary>
    Link = 15,

    /// <summary>Number of the encoding that the events have.</summary>
    Encoding = 16,

    /// <summary>Map from kind number to measured precision; absent where nothing is said.</summary>
    Precision = 17,
}
