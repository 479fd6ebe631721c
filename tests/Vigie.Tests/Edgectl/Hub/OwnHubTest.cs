using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Vigie.Contract;
using Vigie.Tests.Delivery;
using Vigie.Tests.House;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary>The hubs of <c>tools/hubs</c>, which a control room may begin with: fifty lines, and nothing lost where they are killed.</summary>
public sealed class OwnHubTest
{
    private const int MostLines = 50;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tools/hubs/csharp/RoomHub.cs")]
    [InlineData("tools/hubs/node/hub.js")]
    public void It_has_fifty_lines(string file) => Assert.InRange(
        SourceTree.Text(file).Split('\n').Select(line => line.Trim()).Count(line => line.Trim('{', '}', ';', ')').Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)),
        20, MostLines);

    [Fact]
    public Task In_CSharp_it_loses_nothing() =>
        KillAsync("SELECT boot >> 32, boot & 4294967295, sequence FROM record ORDER BY 1, 3", "dotnet", Path.Combine(AppContext.BaseDirectory, "roomhub.dll"));

    [Fact]
    public async Task In_Node_it_loses_nothing()
    {
        Thorough.Only();
        await KillAsync("SELECT counter, nonce, sequence FROM record ORDER BY 1, 3", "node", await InstallAsync());
    }

    private static async Task KillAsync(string query, string program, string script)
    {
        await using HubTown town = new();
        await town.Broker.StartAsync();
        string file = Path.Combine(Path.GetDirectoryName(town.Database)!, "own.db");
        Running hub = await StartAsync();
        await using (PostmanBench first = town.StartBox())
        {
            await town.IntroduceAsync(first);
        }

        // More runs and more islands than a receipt names, and killed in the middle.
        for (int boots = 0; boots < 5; boots++)
        {
            await using PostmanBench away = town.StartBox();
            await town.AppendAsync(away, 50, holes: 1);
            await hub.DisposeAsync();
            hub = await StartAsync();
        }

        await using PostmanBench box = town.StartBox();
        await town.AppendAsync(box, 1);
        await HubTown.DeliveredAsync(box);
        await hub.DisposeAsync();
        Assert.Equal(town.Appended, Held(file, query));

        async Task<Running> StartAsync()
        {
            Running running = Running.Program(program, script, town.Url, file, "room");
            await running.LineAsync("connected");
            return running;
        }
    }

    private static List<(Boot Boot, uint Sequence)> Held(string file, string query)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        using SqliteDataReader reader = command.ExecuteReader();
        List<(Boot, uint)> held = [];
        while (reader.Read())
        {
            held.Add((new Boot((uint)reader.GetInt64(0), (uint)reader.GetInt64(1)), (uint)reader.GetInt64(2)));
        }

        return held;
    }

    // Its packages, by the lock file's sums, in the cache: fetched once.
    private static async Task<string> InstallAsync()
    {
        Assert.SkipUnless(HasProgram("node") && HasProgram("npm"), "skipped: node or npm absent; tools/prepare installs them");
        string source = SourceTree.Full("tools/hubs/node");
        string sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(source, "package-lock.json"), Cancel)))[..16];
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string place = Path.Combine(cache, "vigie", $"hub-node-{sum}");
        if (!Directory.Exists(Path.Combine(place, "node_modules")))
        {
            string fresh = Path.Combine(cache, "vigie", $"hub-node-{Guid.NewGuid():N}");
            Directory.CreateDirectory(fresh);
            foreach (string file in new[] { "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(source, file), Path.Combine(fresh, file));
            }

            await using Running npm = Running.Program("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", fresh);
            int code = await npm.EndAsync(TimeSpan.FromMinutes(4));
            Assert.SkipUnless(code == 0, $"skipped: npm cannot fetch the packages: {string.Join(' ', npm.Lines.TakeLast(3))}");
            Directory.Move(fresh, place);
        }

        string script = Path.Combine(place, "hub.js");
        File.Copy(Path.Combine(source, "hub.js"), script, overwrite: true);
        return script;
    }

    private static bool HasProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));
}
