using System.Globalization;
using Npgsql;
using WsActors.Testing;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>A real PostgreSQL on a port and in a directory of its own, started with the first use. Disposing leaves nothing running.</summary>
public sealed class PostgresServer : IDisposable
{
    public const string User = "wsactors";
    public const string Password = "the password of the tests";

    private readonly string _directory = Directory.CreateTempSubdirectory("wsactors-pg-").FullName;
    private readonly int _port = FreePorts.One();
    private readonly Lock _lock = new();
    private bool _isMade;

    public bool IsRunning { get; private set; }

    /// <summary>The connection string of a database.</summary>
    public string To(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = User,
        Password = Password,
        Database = database,
    }.ConnectionString;

    /// <summary>The data directory.</summary>
    public string Data => Path.Combine(_directory, "data");

    /// <summary>Starts the server unless it runs.</summary>
    public PostgresServer Start()
    {
        lock (_lock)
        {
            if (!_isMade)
                Make();
            _isMade = true;
            if (!IsRunning)
                Run("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_directory, "log"), "-o", $"-p {_port} -k {_directory}", "start");
            IsRunning = true;
        }

        return this;
    }

    /// <summary>Stops the server.</summary>
    /// <param name="mode">Such as "fast", or "immediate", which is like a crash.</param>
    public void Stop(string mode = "fast")
    {
        lock (_lock)
        {
            if (IsRunning)
                Run("pg_ctl", "-D", Data, "-w", "-m", mode, "stop");
            IsRunning = false;
        }
    }

    /// <summary>Makes an empty database.</summary>
    public string CreateDatabase()
    {
        Start();
        var name = $"t{Guid.NewGuid():N}";
        Execute("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    public void Execute(string database, string sql)
    {
        using var connection = Connect(database);
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public T Scalar<T>(string database, string sql)
    {
        using var connection = Connect(database);
        using var command = new NpgsqlCommand(sql, connection);
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
    }

    public NpgsqlConnection Connect(string database)
    {
        var connection = new NpgsqlConnection(To(database) + ";Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>Stops all processes of the server in the middle of whatever they do.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets them go on.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Runs a program of PostgreSQL under the account of the server.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var path = Path.Combine(PostgresTools.Folder!, program);
        return Environment.IsPrivilegedProcess
            ? RunProgram("runuser", ["-u", PostgresTools.Account!, "--", path, .. arguments])
            : RunProgram(path, arguments);
    }

    /// <summary>Makes an empty file in the data directory of the stopped server.</summary>
    public void Touch(string name)
    {
        File.WriteAllText(Path.Combine(Data, name), string.Empty);
        Own();
    }

    /// <summary>Copies the data directory of the stopped server.</summary>
    public void Save() => RunProgram("cp", ["-a", Data, $"{Data}.saved"]);

    /// <summary>Puts the saved data directory in place of the present one.</summary>
    public void Restore()
    {
        Directory.Delete(Data, recursive: true);
        Directory.Move($"{Data}.saved", Data);
    }

    public void Dispose()
    {
        Stop("immediate");
        Directory.Delete(_directory, recursive: true);
    }

    private void Make()
    {
        var password = Path.Combine(_directory, "password");
        File.WriteAllText(password, Password);
        Own();
        Run("initdb", "-D", Data, "-U", User, "-A", "scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--locale=C", "--no-sync");

        // Nothing here survives the machine, and everything survives the server.
        File.AppendAllText(Path.Combine(Data, "postgresql.conf"), "listen_addresses = '127.0.0.1'\nfsync = off\nmax_connections = 200\n");
    }

    // The first one, which makes no others while it is stopped, before the rest, of which some may end by themselves.
    private void Signal(string signal)
    {
        var postmaster = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
        RunProgram("kill", [$"-{signal}", postmaster]);
        foreach (var child in File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            RunProgram("sh", ["-c", $"kill -{signal} {child} || ! test -e /proc/{child}"]);
    }

    private void Own()
    {
        if (Environment.IsPrivilegedProcess)
            RunProgram("chown", ["-R", PostgresTools.Account!, _directory]);
    }

    // pg_ctl leaves the server behind with its standard output, so that nobody may wait for its end.
    private static string RunProgram(string program, string[] arguments) =>
        ChildProcess.RunAsync("sh", ["-c", "out=$(mktemp) && \"$@\" > \"$out\" 2>&1 < /dev/null; code=$?; cat \"$out\"; rm \"$out\"; exit $code", "sh", program, .. arguments])
            .GetAwaiter().GetResult();
}
