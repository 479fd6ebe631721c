using System.Globalization;
using Microsoft.Data.Sqlite;
using Vigie.Core;

namespace Vigie.Edgectl.Hub;

/// <summary>The file of a hub: opened, checked, its tables made at the first time.</summary>
internal sealed class HubDatabase : IDisposable
{
    /// <summary>The version of the tables.</summary>
    public const int Schema = 1;

    // "VIGI": tells a hub's file from others (SQLite, "The Application ID").
    private const long ApplicationId = 0x56494749;

    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int DamagedImage = 11;
    private const int ReadOnlyFile = 8;

    // WITHOUT ROWID keeps the records of a run together, in order: what "islands" and exports read.
    private const string Tables = """
        CREATE TABLE device (id INTEGER PRIMARY KEY, site TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (site, name)) STRICT;
        CREATE TABLE boot (id INTEGER PRIMARY KEY, device INTEGER NOT NULL REFERENCES device, counter INTEGER NOT NULL, nonce INTEGER NOT NULL,
            touched INTEGER NOT NULL, UNIQUE (device, counter, nonce)) STRICT;
        CREATE TABLE record (boot INTEGER NOT NULL REFERENCES boot, sequence INTEGER NOT NULL, previous INTEGER, topic TEXT NOT NULL, time INTEGER,
            received INTEGER NOT NULL, retained INTEGER NOT NULL, json INTEGER NOT NULL, problem TEXT, payload BLOB NOT NULL,
            PRIMARY KEY (boot, sequence)) STRICT, WITHOUT ROWID;
        CREATE TABLE head (id INTEGER PRIMARY KEY, device INTEGER NOT NULL REFERENCES device, journal BLOB NOT NULL, number INTEGER NOT NULL,
            hash BLOB NOT NULL, counter INTEGER NOT NULL, nonce INTEGER NOT NULL, time INTEGER NOT NULL, trusted INTEGER NOT NULL,
            received INTEGER NOT NULL, message BLOB NOT NULL, UNIQUE (device, journal, number, hash)) STRICT;
        CREATE TABLE state (id INTEGER PRIMARY KEY, device INTEGER NOT NULL REFERENCES device, topic TEXT NOT NULL, received INTEGER NOT NULL,
            payload BLOB NOT NULL) STRICT;
        CREATE INDEX state_of_device ON state (device, topic, id);
        CREATE TABLE promised (id INTEGER PRIMARY KEY, device INTEGER NOT NULL REFERENCES device, counter INTEGER NOT NULL, nonce INTEGER NOT NULL,
            first INTEGER NOT NULL, last INTEGER NOT NULL, noticed INTEGER NOT NULL, UNIQUE (device, counter, nonce, first, last)) STRICT;
        CREATE TABLE alarm (id INTEGER PRIMARY KEY, device INTEGER NOT NULL REFERENCES device, kind TEXT NOT NULL, text TEXT NOT NULL,
            noticed INTEGER NOT NULL, UNIQUE (device, kind, text)) STRICT;
        CREATE TABLE aside (id INTEGER PRIMARY KEY, topic TEXT NOT NULL, received INTEGER NOT NULL, problem TEXT NOT NULL, length INTEGER NOT NULL,
            payload BLOB NOT NULL) STRICT;
        CREATE TABLE tally (name TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
        """;

    private readonly FileStream? _lock;

    private HubDatabase(SqliteConnection connection, FileStream? held) => (Connection, _lock) = (connection, held);

    public SqliteConnection Connection { get; }

    /// <summary>Opens a hub's file for the one hub that writes it; makes it where there is none.</summary>
    /// <exception cref="Fault">It is none, of a later version, not writable, or another hub's.</exception>
    public static HubDatabase OpenForWriting(string file) => Guarded(file, () =>
    {
        FileStream held = Hold(file);
        try
        {
            return new HubDatabase(Prepare(file, SqliteOpenMode.ReadWriteCreate), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    });

    /// <summary>Opens a hub's file to look into it: a hub may write meanwhile.</summary>
    /// <exception cref="Fault">It is not there, none, or of a later version.</exception>
    public static HubDatabase OpenForReading(string file) => Guarded(file, () => File.Exists(file)
        ? new HubDatabase(Prepare(file, SqliteOpenMode.ReadOnly), null)
        : throw new Fault(FaultKind.Unavailable, file, "there is no such file", "Give the file that \"edgectl hub --db\" writes."));

    /// <summary>One number.</summary>
    public long Number(string query)
    {
        using SqliteCommand command = Connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToInt64(command.ExecuteScalar() ?? 0L, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        Connection.Dispose();
        _lock?.Dispose();
    }

    /// <summary>What SQLite says, as a fault.</summary>
    public static Fault FaultOf(string file, SqliteException error) => error.SqliteErrorCode switch
    {
        NotADatabase => new Fault(FaultKind.Corrupt, file, "is no SQLite database", "Give another file; a hub makes its own where there is none.", error),
        DamagedImage => new Fault(FaultKind.Corrupt, file, "is damaged", "Put it aside, and put back a copy: what that lacks, \"edgectl hub missing\" tells.", error),
        ReadOnlyFile => new Fault(FaultKind.Denied, file, "cannot be written", "Give this user the right to write the file and its folder.", error),
        CannotOpen => new Fault(FaultKind.Unavailable, file, "cannot be opened", "Check that its folder is there, and that this user may write in it.", error),
        _ => new Fault(FaultKind.Exhausted, file, error.Message.Trim().TrimEnd('.'), "Check the disk that it is on.", error),
    };

    private static HubDatabase Guarded(string file, Func<HubDatabase> open)
    {
        if (Directory.Exists(file))
        {
            throw new Fault(FaultKind.Config, file, "is a folder", "Give the file in which the hub keeps what it hears.");
        }

        try
        {
            return open();
        }
        catch (SqliteException error)
        {
            throw FaultOf(file, error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new Fault(FaultKind.Denied, file, "cannot be written", "Give this user the right to write the file and its folder.", error);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new Fault(FaultKind.Unavailable, file, "its folder is not there", "Make the folder first.", error);
        }
    }

    // Two hubs on one file would each confirm what they hold in memory, and take the broker's session from each other.
    private static FileStream Hold(string file)
    {
        try
        {
            return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error is not DirectoryNotFoundException)
        {
            throw new Fault(FaultKind.Denied, file, $"another hub has it, or its lock cannot be written ({error.Message.TrimEnd('.')})", "Stop the other hub first, or give this one a file of its own.", error);
        }
    }

    private static SqliteConnection Prepare(string file, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Check(file, connection, mode);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Check(string file, SqliteConnection connection, SqliteOpenMode mode)
    {
        (long application, long schema, long tables) = (
            Ask(connection, "PRAGMA application_id"), Ask(connection, "PRAGMA user_version"), Ask(connection, "SELECT count(*) FROM sqlite_master"));
        if (application != ApplicationId && (tables > 0 || mode == SqliteOpenMode.ReadOnly))
        {
            throw new Fault(FaultKind.Config, file, "is a database of something else", "Give the file of a hub, or one that is not there yet.");
        }

        if (schema > Schema)
        {
            throw new Fault(FaultKind.Config, file, $"is of version {schema}, and this edgectl knows up to {Schema}", "Use the edgectl that wrote it, or a later one.");
        }

        if (mode == SqliteOpenMode.ReadOnly)
        {
            return;
        }

        // FULL: what is acknowledged has been flushed, so that a power cut takes nothing of it (SQLite, "PRAGMA synchronous").
        Do(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
        if (tables == 0)
        {
            Do(connection, $"BEGIN IMMEDIATE; PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Schema}; {Tables} COMMIT");
        }
        else
        {
            // Tells now, not at the first record, whether it can be written.
            Do(connection, "BEGIN IMMEDIATE; INSERT INTO tally VALUES ('starts', 1) ON CONFLICT DO UPDATE SET count = count + 1; COMMIT");
        }
    }

    private static void Do(SqliteConnection connection, string statements)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    private static long Ask(SqliteConnection connection, string query)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }
}
