using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>A topic in numbers, as an answer to <see cref="TopicRequest.GetSnapshot"/> on its way between nodes. The asking node adds its rule.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Position">The position of its log.</param>
/// <param name="Subscribers">Subscribers on all nodes.</param>
/// <param name="HistoryMessages">Messages that its history holds.</param>
/// <param name="HistoryBytes">The bytes that they count for.</param>
public sealed record TopicDescription(TopicName Topic, TopicPosition Position, int Subscribers, int HistoryMessages, long HistoryBytes) : IWireMessage;
