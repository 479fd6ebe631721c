using System.Buffers.Text;
using System.CommandLine;
using System.Globalization;

namespace Vigie.Edgectl.Hub;

/// <summary>What a hub's database is asked by people: <c>missing</c>, <c>alarms</c>, <c>export</c>, <c>heads</c>. A hub may run meanwhile.</summary>
internal static class HubQuestions
{
    private const int SomethingIsWrong = 5;

    public static IEnumerable<Command> Create() => [Missing(), Alarms(), Export(), Heads()];

    private static Command Missing()
    {
        Option<string> database = HubFile.Option();
        Option<bool> json = new("--json") { Description = "A line of JSON for each." };
        Option<bool> all = new("--all") { Description = "Also holes of which nobody says that there was a record." };
        Command command = new("missing", "Tell what did not come, by box and boot. Exit code 0: nothing that is known; 5: something.") { database, json, all };
        command.SetAction(result =>
        {
            using HubDatabase file = HubDatabase.OpenForReading(HubFile.Read(result, database));
            long missing = 0, declared = 0;
            foreach (Loss loss in new LossReport(file).Read())
            {
                missing += loss.Kind == LossKind.Missing ? loss.Count : 0;
                declared += loss.Kind == LossKind.Declared ? loss.Count : 0;
                if (loss.Kind != LossKind.Unknown || result.GetValue(all))
                {
                    Console.WriteLine(result.GetValue(json) ? HubJson.Of(loss) : Words(loss));
                }
            }

            Console.Error.WriteLine($"{missing} missing; {declared} within what boxes say they gave up; {file.Number("SELECT count(*) FROM record")} records held");
            return missing > 0 ? SomethingIsWrong : 0;
        });
        return command;
    }

    private static Command Alarms()
    {
        Option<string> database = HubFile.Option();
        Command command = new("alarms", "Tell where a box, its journal or this hub contradicted itself. Exit code 0: nowhere; 5: somewhere.") { database };
        command.SetAction(result =>
        {
            using HubDatabase file = HubDatabase.OpenForReading(HubFile.Read(result, database));
            IReadOnlyList<string> alarms = file.Read(
                "SELECT noticed, site, device.name, kind, text FROM alarm JOIN device ON device.id = alarm.device ORDER BY alarm.id",
                row => $"{Time(row.GetInt64(0))}  {row.GetString(1)}/{row.GetString(2)}  {row.GetString(3)}: {row.GetString(4)}");
            foreach (string alarm in alarms)
            {
                Console.WriteLine(alarm);
            }

            Console.Error.WriteLine($"{alarms.Count} alarms; {file.Number("SELECT coalesce(sum(count), 0) FROM tally WHERE name = 'aside'")} messages kept aside");
            return alarms.Count > 0 ? SomethingIsWrong : 0;
        });
        return command;
    }

    private static Command Export()
    {
        Option<string> database = HubFile.Option();
        Command command = new("export", "Write all records as lines of JSON, by box, boot and sequence; where one is understood, its JSON twin.") { database };
        command.SetAction(result =>
        {
            using HubDatabase file = HubDatabase.OpenForReading(HubFile.Read(result, database));
            foreach (string line in new HubExport(file).Lines())
            {
                Console.WriteLine(line);
            }
        });
        return command;
    }

    private static Command Heads()
    {
        Option<string> database = HubFile.Option();
        Argument<string> box = new("SITE/DEVICE") { Description = "The box." };
        Command command = new("heads", "Write the journal heads of a box as a witness's file: give it to \"edgectl journal verify --witness\".") { box, database };
        command.SetAction(result =>
        {
            using HubDatabase file = HubDatabase.OpenForReading(HubFile.Read(result, database));
            string[] names = result.GetRequiredValue(box).Split('/', 2);
            foreach (byte[] head in file.Stream(
                "SELECT message FROM head JOIN device ON device.id = head.device WHERE site = $site AND name = $name ORDER BY head.id",
                row => (byte[])row[0],
                ("$site", names[0]), ("$name", names[^1])))
            {
                Console.WriteLine($$"""{"head":"{{Base64Url.EncodeToString(head)}}"}""");
            }
        });
        return command;
    }

    private static string Words(Loss loss)
    {
        string range = loss.Count == 1 ? $"{loss.Range.First}" : $"{loss.Range.First} to {loss.Range.Last} ({loss.Count})";
        return $"{loss.Kind.ToString().ToUpperInvariant()}  {loss.Device.Site}/{loss.Device.Device}  boot {loss.Boot}: {range}, {loss.Why}";
    }

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
