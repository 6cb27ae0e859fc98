using System.Net;

namespace WsActors.Actors.Nodes.Wire;

/// <summary>The address of another node's client. Only its text is known here.</summary>
internal sealed class RemoteText : EndPoint
{
    private readonly string _text;

    private RemoteText(string text) => _text = text;

    public static RemoteText? Of(string? text) => text is null ? null : new RemoteText(text);

    public override string ToString() => _text;
}
