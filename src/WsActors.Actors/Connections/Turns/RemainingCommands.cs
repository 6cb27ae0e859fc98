using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Connections.Turns;

/// <summary>
/// The commands of one message behind the first. Each is executed when what the one ahead of it decided is carried out, because that may end the
/// connection.
/// </summary>
internal sealed class RemainingCommands(ClientCommands commands)
{
    private int _next = 1;

    public bool TryTake([NotNullWhen(true)] out ClientCommand? command)
    {
        command = _next < commands.Count ? commands[_next++] : null;
        return command is not null;
    }
}
