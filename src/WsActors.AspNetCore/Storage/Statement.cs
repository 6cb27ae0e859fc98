using Microsoft.Data.Sqlite;

namespace WsActors.AspNetCore.Storage;

/// <summary>A prepared statement with parameters ?1, ?2 and so on.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql) => _command = new SqliteCommand(sql, connection);

    public void Execute(params ReadOnlySpan<object> values) => Bind(values).ExecuteNonQuery();

    /// <summary>Returns the first field of the first row; null if there is none.</summary>
    public object? Scalar(params ReadOnlySpan<object> values) => Bind(values).ExecuteScalar();

    public SqliteDataReader Query(params ReadOnlySpan<object> values) => Bind(values).ExecuteReader();

    public void Dispose() => _command.Dispose();

    private SqliteCommand Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i == _command.Parameters.Count)
                _command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i + 1}" });
            _command.Parameters[i].Value = values[i];
        }

        return _command;
    }
}
