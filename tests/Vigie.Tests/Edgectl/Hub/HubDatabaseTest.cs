using Microsoft.Data.Sqlite;
using Vigie.Core;
using Vigie.Edgectl.Hub;

namespace Vigie.Tests.Edgectl.Hub;

/// <summary>A file that is no hub's is refused, with what to do, and stays as it is.</summary>
public sealed class HubDatabaseTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vigie-hub-").FullName;

    private string File => Path.Combine(_folder, "hub.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_made_once_and_flushed_at_each_commit()
    {
        HubDatabase.OpenForWriting(File).Dispose();
        using HubDatabase again = HubDatabase.OpenForWriting(File);
        Assert.Equal(2, again.Number("PRAGMA synchronous"));
        Assert.Equal(["wal"], again.Read("PRAGMA journal_mode", row => row.GetString(0)));
        Assert.Equal(["ok"], again.Read("PRAGMA integrity_check", row => row.GetString(0)));
        Assert.Equal(HubDatabase.Schema, again.Number("PRAGMA user_version"));
    }

    [Fact]
    public void One_hub_writes_it_and_others_may_look()
    {
        using HubDatabase hub = HubDatabase.OpenForWriting(File);
        Refused(FaultKind.Denied, "another hub has it");
        using HubDatabase looker = HubDatabase.OpenForReading(File);
        Assert.Equal(0, looker.Number("SELECT count(*) FROM record"));
        Assert.Throws<SqliteException>(() => looker.Number("DELETE FROM record RETURNING 1"));
    }

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(File);
        Refused(FaultKind.Config, "is a folder");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused()
    {
        Fault fault = Assert.Throws<Fault>(() => HubDatabase.OpenForWriting(Path.Combine(_folder, "absent", "hub.db")));
        Assert.Equal(FaultKind.Unavailable, fault.Kind);
        Assert.Contains("its folder is not there", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_database_is_refused_and_not_touched()
    {
        byte[] text = [.. Enumerable.Repeat((byte)'x', 5_000)];
        System.IO.File.WriteAllBytes(File, text);
        Refused(FaultKind.Corrupt, "is no SQLite database");
        Assert.Throws<Fault>(() => HubDatabase.OpenForReading(File));
        Assert.Equal(text, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Another_programs_database_is_refused()
    {
        Run("CREATE TABLE other (id INTEGER)");
        Refused(FaultKind.Config, "is a database of something else");
        Assert.Throws<Fault>(() => HubDatabase.OpenForReading(File));
    }

    [Fact]
    public void A_later_version_is_refused()
    {
        HubDatabase.OpenForWriting(File).Dispose();
        Run("PRAGMA user_version = 2");
        Refused(FaultKind.Config, "is of version 2, and this edgectl knows up to 1");
        Assert.Contains("version 2", Assert.Throws<Fault>(() => HubDatabase.OpenForReading(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        HubDatabase.OpenForWriting(File).Dispose();
        Assert.SkipWhen(Environment.UserName == "root", "skipped: root may write everything");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead);
        Refused(FaultKind.Denied, "cannot be written");
    }

    [Fact]
    public void What_is_not_there_cannot_be_looked_into() =>
        Assert.Equal(FaultKind.Unavailable, Assert.Throws<Fault>(() => HubDatabase.OpenForReading(File)).Kind);

    private void Refused(FaultKind kind, string words)
    {
        Fault fault = Assert.Throws<Fault>(() => HubDatabase.OpenForWriting(File));
        Assert.Equal((kind, File), (fault.Kind, fault.Subject));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    private void Run(string statement)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
