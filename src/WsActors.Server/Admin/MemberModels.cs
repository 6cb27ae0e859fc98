using System.Text.Json.Serialization;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Admin;

/// <summary>A page of those who are in a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Members">In the order in which they came.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the next page; null on the last.</param>
public sealed record MembersAnswer(string Topic, int Total, IReadOnlyList<MemberAnswer> Members, string? Next)
{
    internal static MembersAnswer Of(TopicReply.Members members) => new(
        members.Topic.Value,
        members.Page.Total,
        [.. members.Page.Members.Select(MemberAnswer.Of)],
        Paging.Write(members.Page.Next?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}

/// <summary>A user with all its connections, or one connection without a user.</summary>
/// <param name="User">Absent where the connection is anonymous.</param>
/// <param name="Connection">The connection that came last.</param>
/// <param name="Connections">Connections now; 0 while the member may yet come back.</param>
public sealed record MemberAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? User, string Connection, int Connections)
{
    internal static MemberAnswer Of(PresenceMember member) => new(member.User, member.Connection, member.Connections);
}
