using Microsoft.AspNetCore.SignalR;

namespace Peers.SignalR;

/// <summary>What clients call.</summary>
internal sealed class TopicHub : Hub
{
    public Task Subscribe(string topic) => Groups.AddToGroupAsync(Context.ConnectionId, topic);
}
