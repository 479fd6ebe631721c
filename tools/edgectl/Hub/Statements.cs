using Microsoft.Data.Sqlite;

namespace Vigie.Edgectl.Hub;

/// <summary>Statements of one transaction after another, prepared once each.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <summary>The transaction in which they run.</summary>
    public SqliteTransaction? Transaction { get; set; }

    /// <summary>Runs one.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Do(string statement, params ReadOnlySpan<object?> values) => Prepare(statement, values).ExecuteNonQuery();

    /// <summary>The first value of the first row; null where there is none.</summary>
    public object? Ask(string statement, params ReadOnlySpan<object?> values) => Prepare(statement, values).ExecuteScalar();

    /// <summary>Rows, each read by a function.</summary>
    public List<T> Rows<T>(string statement, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        List<T> rows = [];
        using SqliteDataReader reader = Prepare(statement, values).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _prepared.Values)
        {
            command.Dispose();
        }
    }

    // Values by position: ?1, ?2, …
    private SqliteCommand Prepare(string statement, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(statement, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            command.CommandText = statement;
            for (int i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i + 1}" });
            }

            _prepared.Add(statement, command);
        }

        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.Transaction = Transaction;
        return command;
    }
}
