using System.Text.Json.Serialization;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>A page of the members of a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Total">The number of all members.</param>
/// <param name="Members">The members, in the order in which they joined.</param>
/// <param name="Next">The <c>cursor</c> of the next page; null on the last page.</param>
internal sealed record MembersAnswer(string Topic, int Total, IReadOnlyList<MemberAnswer> Members, string? Next)
{
    internal static MembersAnswer Of(TopicReply.Members members) => new(
        members.Topic.Value,
        members.Page.Total,
        [.. members.Page.Members.Select(MemberAnswer.Of)],
        Paging.Write(members.Page.Next?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}

/// <summary>A user with all its connections, or one connection without a user.</summary>
/// <param name="User">The user; absent for an anonymous connection.</param>
/// <param name="Connection">The connection that joined last.</param>
/// <param name="Connections">Current connections; 0 during the grace period after the last one has closed.</param>
internal sealed record MemberAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? User, string Connection, int Connections)
{
    /// <summary>The value with which the application describes the client whose connection joined last; absent for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RawJson? Info { get; init; }

    internal static MemberAnswer Of(PresenceMember member) => new(member.User, member.Connection, member.Connections)
    {
        Info = member.Info is { } info ? RawJson.Of(info) : null,
    };
}
