using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Tapping;

namespace WsActors.AspNetCore.Admin;

/// <summary>The query parameters of a tap.</summary>
internal sealed record TapParameters
{
    /// <summary>in for frames of the client, out for those of the server; both if it is missing.</summary>
    [FromQuery(Name = "direction")]
    public string? Direction { get; init; }

    /// <summary>Opcodes, separated by commas.</summary>
    [FromQuery(Name = "opcode")]
    public string? Opcode { get; init; }

    /// <summary>Only frames whose message names this topic.</summary>
    [FromQuery(Name = "topic")]
    public string? Topic { get; init; }

    /// <summary>Bytes of each payload to show, 0 to 65536; 1024 if it is missing.</summary>
    [FromQuery(Name = "payload")]
    public int? Payload { get; init; }

    /// <summary>The tap ends after so many seconds, 1 to 3600; 600 if it is missing.</summary>
    [FromQuery(Name = "seconds")]
    public int? Seconds { get; init; }

    /// <summary>The tap ends after so many frames.</summary>
    [FromQuery(Name = "frames")]
    public int? Frames { get; init; }
}

/// <summary>The first event of a tap.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="User">The user's id; null if the client is anonymous.</param>
/// <param name="Protocol">The client protocol.</param>
/// <param name="At">The time from which frames are shown.</param>
internal sealed record TapStarted(string Connection, string? User, string Protocol, DateTimeOffset At)
{
    internal static TapStarted Of(ConnectionMessage.Tapped tapped, DateTimeOffset at) => new(tapped.Id.ToString(), tapped.User, tapped.Protocol, at);
}

/// <summary>A frame that has passed.</summary>
internal sealed record TapFrame
{
    /// <summary>in if the client sent it, out if the server did.</summary>
    public required string Direction { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>text, binary, continuation, close, ping, pong, or the number of a reserved opcode.</summary>
    public required string Opcode { get; init; }

    /// <summary>True if it is the last frame of its message.</summary>
    public required bool Final { get; init; }

    /// <summary>The bits that are set: masked, rsv1, rsv2, rsv3.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>Bytes of the payload on the wire.</summary>
    public required ulong Size { get; init; }

    /// <summary>True if its message is compressed on the wire; the payload is shown inflated if that is possible.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Compressed { get; init; }

    /// <summary>The topics that its message names, at most 20.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>The beginning of the payload; not present if it is not shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Payload { get; init; }

    /// <summary>base64 if the payload is no text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }

    /// <summary>True if the payload is longer than what is shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Truncated { get; init; }

    /// <summary>The cause for which the payload is not shown: rule, token, continuation or compressed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Withheld { get; init; }

    internal static TapFrame Of(TapEvent passed) => new()
    {
        Direction = passed.IsFromClient ? "in" : "out",
        At = passed.At,
        Opcode = passed.Frame.Opcode,
        Final = passed.Frame.IsFinal,
        Flags = passed.Frame.Flags,
        Size = passed.Frame.Size,
        Compressed = passed.Frame.IsCompressed,
        Topics = passed.Frame.Topics.Count > 0 ? passed.Frame.Topics : null,
        Payload = passed.Frame.Payload,
        Encoding = passed.Frame.IsBase64 ? "base64" : null,
        Truncated = passed.Frame.IsTruncated,
        Withheld = passed.Frame.Withheld,
    };
}

/// <summary>Frames were left out before the next one, because the reader was too slow.</summary>
internal sealed record TapSkipped(long Count);

/// <summary>The last event of a tap.</summary>
/// <param name="Cause">connection if the connection has ended; seconds or frames if the tap's own limit is reached; node if the node stops.</param>
/// <param name="Frames">Frames that were shown.</param>
internal sealed record TapEnded(string Cause, long Frames)
{
    /// <summary>closed, violated, lost or cut; not present if the connection goes on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Outcome { get; init; }

    /// <summary>The code of the close frame; not present if there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Code { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    internal static TapEnded Of(string cause, long frames, TapEnd? end) => new(cause, frames)
    {
        Outcome = end?.Outcome.ToString().ToLowerInvariant(),
        Code = end?.Code?.Value,
        Reason = end?.Reason,
    };
}
