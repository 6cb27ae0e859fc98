using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Connections.Turns;

/// <summary>
/// The commands of one message behind the first. Each is executed when what the one ahead of it decided is carried out, because that may end the
/// connection.
/// </summary>
internal sealed class RemainingCommands
{
    private readonly ClientCommands _commands;
    private int _next = 1;

    /// <param name="commands">All commands of the message.</param>
    /// <param name="message">The message, of which a copy is kept if one of them sends it back.</param>
    public RemainingCommands(ClientCommands commands, ReadOnlySpan<byte> message)
    {
        _commands = commands;
        for (var i = _next; i < commands.Count && Message.Length == 0; i++)
        {
            if (commands[i] is ClientCommand.Echo)
                Message = message.ToArray();
        }
    }

    /// <summary>The message that is to be sent back; empty if none is.</summary>
    public byte[] Message { get; } = [];

    /// <summary>Bytes that are read once all commands are executed; empty unless the commands had to wait.</summary>
    public byte[] Pipelined { get; set; } = [];

    public bool TryTake([NotNullWhen(true)] out ClientCommand? command)
    {
        command = _next < _commands.Count ? _commands[_next++] : null;
        return command is not null;
    }
}
