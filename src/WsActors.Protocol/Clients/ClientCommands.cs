namespace WsActors.Protocol.Clients;

/// <summary>The commands of one message, in their order. One command needs no allocation besides its own.</summary>
/// <remarks>A mutable struct, filled by <see cref="IClientProtocol.Read"/>: pass it by reference.</remarks>
public struct ClientCommands
{
    private ClientCommand? _first;
    private List<ClientCommand>? _more;

    public readonly int Count => _first is null ? 0 : 1 + (_more?.Count ?? 0);

    public readonly ClientCommand this[int index] => index == 0 && _first is not null ? _first : _more![index - 1];

    public void Add(ClientCommand command)
    {
        if (_first is null)
            _first = command;
        else
            (_more ??= []).Add(command);
    }
}
