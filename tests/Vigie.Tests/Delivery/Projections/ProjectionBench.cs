using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vigie.Contract;
using Vigie.Delivery.Projections;
using Vigie.Delivery.Projections.HomeAssistant;
using Vigie.Delivery.Projections.OnvifJson;

namespace Vigie.Tests.Delivery.Projections;

/// <summary>A box of two cameras, what it watches, and what its projections say of it.</summary>
internal sealed class ProjectionBench : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-projections-").FullName;
    private uint _sequence = 1;

    public static Topics Topics => PostmanBench.Topics;

    public static DateTimeOffset Time { get; } = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);

    public static IReadOnlyList<WatchedRule> Rules { get; } =
    [
        new("north", EventKind.Intrusion, "yard", false), new("north", EventKind.Line, "gate", true), new("north", EventKind.Loitering, "yard", false),
        new("north", EventKind.Gathering, "yard", false), new("north", EventKind.StoppedVehicle, "yard", false), new("north", EventKind.Count, "gate", true),
        new("north", EventKind.Count, "yard", false), new("north", EventKind.Tamper, "moved", false), new("north", EventKind.Tamper, "defocused", false),
        new("north", EventKind.Tamper, "covered", false), new("south_2.1", EventKind.Intrusion, "quay.1", false),
    ];

    public static ContextRecord Names { get; } = Contract.Samples.Context with
    {
        Cameras = new Dictionary<int, ContextCamera>
        {
            [1] = new("north", new Dictionary<int, string> { [1] = "yard", [2] = "gate" }),
            [2] = new("south_2.1", new Dictionary<int, string> { [1] = "quay.1" }),
        },
    };

    public string File => Path.Combine(_folder, "projections");

    public static HomeAssistantProjection Home => new(Topics, "0.1.0", NullLogger.Instance);

    public static OnvifJsonProjection Onvif => new(Topics);

    public Mirror OpenMirror(bool home = true, TimeProvider? time = null) =>
        new(File, home ? Topics.Of("home/") : null, NullLogger.Instance, time ?? TimeProvider.System, new Random(1));

    public static RuleStanding Nothing(WatchedRule rule) => new(rule, [], Time);

    /// <summary>An event of the first camera's yard.</summary>
    public EventRecord Event(EventKind kind, EventPhase phase, uint signal = 0, int zone = 1, int? count = null) => new()
    {
        Identity = new Identity(new Boot(1, 2), ++_sequence, null),
        Context = 1,
        Camera = 1,
        Kind = kind,
        Phase = phase,
        Signal = phase == EventPhase.Start ? _sequence : signal,
        Time = Time.AddSeconds(_sequence),
        Zone = kind == EventKind.Tamper ? null : zone,
        Class = phase == EventPhase.Start && !EventKinds.Counts(kind) && kind != EventKind.Tamper ? 1 : null,
        Count = count,
        Fault = kind == EventKind.Tamper ? TamperFault.Moved : null,
    };

    public static CountRecord Count(int zone, IReadOnlyDictionary<int, ClassCounts> classes) => new()
    {
        Identity = new Identity(new Boot(1, 2), 90, null),
        Context = 1,
        Camera = 1,
        Zone = zone,
        Time = Time,
        Seconds = 900,
        Watched = 900,
        Floor = 5,
        Classes = classes,
    };

    public static string Text(ProjectedMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
