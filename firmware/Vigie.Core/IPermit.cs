namespace Vigie.Core;

/// <summary>
/// Asked before any rule or statistic starts (law 9). The laboratory permit allows everything on files and marks it;
/// the mandate (Vigie.Trust) allows what an authority has signed for this box, in place and in date.
/// </summary>
public interface IPermit
{
    /// <summary>Whether what runs under this permit is laboratory work: marked so in every event, loopback brokers only.</summary>
    bool Laboratory { get; }

    /// <summary>Whether events of this kind may be looked for on this camera.</summary>
    /// <param name="kind">Event kind by its name on the wire, for example <c>intrusion</c>.</param>
    /// <param name="camera">Camera name of the configuration.</param>
    /// <param name="reason">Where refused: why, in words for the person who asked.</param>
    bool Allows(string kind, string camera, out string reason);

    /// <summary>Whether objects of this class may be looked for on this camera.</summary>
    /// <param name="name">Class by its name (<see cref="ObjectClasses"/>), for example <c>person</c>.</param>
    /// <param name="camera">Camera name of the configuration.</param>
    /// <param name="reason">Where refused: why, in words for the person who asked.</param>
    bool AllowsClass(string name, string camera, out string reason);
}
