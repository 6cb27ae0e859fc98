namespace WsActors.Server.Tests.Interop;

/// <summary>
/// A client of other people's making with two connections: one that listens to a topic in the simplest way it has, and one
/// that talks: it speaks the client protocol where it can, and waits for the server to end it.
/// </summary>
internal interface IInteropClient : IAsyncDisposable
{
    /// <summary>Whether the server's pings are answered: an HTTP answer carries none back.</summary>
    bool AnswersPings { get; }

    /// <summary>What a client is to be told by a server that closes with 4321 and "enough".</summary>
    string Dismissal => "4321 enough";

    /// <summary>Subscribes; the messages are taken as they come.</summary>
    /// <param name="place">Where.</param>
    /// <param name="topic">What to.</param>
    /// <param name="count">How many messages will come.</param>
    /// <returns>The extensions that were agreed on.</returns>
    Task<string> ListenAsync(Place place, string topic, int count);

    /// <summary>What was heard once all has come, each as <see cref="Push.DigestOf"/>.</summary>
    Task<IReadOnlyList<string>> HeardAsync();

    /// <summary>Subscribes the other connection.</summary>
    Task TalkAsync(Place place, string topic);

    /// <summary>Sends every kind of ping that the client has, and gets its answer.</summary>
    Task PingAsync();

    /// <summary>Closes the listening connection, and fails if that was not clean.</summary>
    Task LeaveAsync();

    /// <summary>What the talking connection is told by the server that closes it: <see cref="Dismissal"/>.</summary>
    Task<string> DismissedAsync();
}
