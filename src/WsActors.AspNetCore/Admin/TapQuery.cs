using System.Diagnostics.CodeAnalysis;
using WsActors.Actors.Tapping;
using WsActors.Protocol.Tapping;

namespace WsActors.AspNetCore.Admin;

/// <summary>The query of a tap, as it is checked.</summary>
/// <param name="Filter">Selects the frames.</param>
/// <param name="Duration">The tap ends after this time.</param>
/// <param name="MaxFrames">The tap ends after so many frames; null for no limit.</param>
internal sealed record TapQuery(TapFilter Filter, TimeSpan Duration, int? MaxFrames)
{
    private const int DefaultPayloadBytes = 1024;
    private const int MaxPayloadBytes = 64 * 1024;
    private const int DefaultSeconds = 600;
    private const int MaxSeconds = 3600;

    public static bool TryRead(
        TapParameters parameters, [NotNullWhen(true)] out TapQuery? query, [NotNullWhen(false)] out IResult? problem)
    {
        var (direction, payload, seconds, frames) = (parameters.Direction, parameters.Payload, parameters.Seconds, parameters.Frames);
        var opcodes = ~0;
        var fault = FaultOfTopic(parameters.Topic) ?? FaultOfOpcodes(parameters.Opcode, ref opcodes);
        if (direction is not (null or "in" or "out"))
            fault = $"direction is \"{direction}\": in (from the client) or out is allowed";
        else if (payload is < 0 or > MaxPayloadBytes)
            fault = $"payload is {payload}: 0 to {MaxPayloadBytes} bytes are allowed";
        else if (seconds is < 1 or > MaxSeconds)
            fault = $"seconds is {seconds}: 1 to {MaxSeconds} is allowed";
        else if (frames is < 1)
            fault = $"frames is {frames}: 1 or more is allowed";

        problem = fault is null ? null : Problems.BadRequest(Problems.InvalidTap, fault);
        query = fault is not null ? null : new TapQuery(
            new TapFilter
            {
                FromClient = direction != "out",
                ToClient = direction != "in",
                Opcodes = opcodes,
                Topic = parameters.Topic,
                PayloadBytes = payload ?? DefaultPayloadBytes,
            },
            TimeSpan.FromSeconds(seconds ?? DefaultSeconds),
            frames);
        return query is not null;
    }

    private static string? FaultOfTopic(string? topic) => topic is null || Protocol.Topics.TopicName.TryParse(topic, out _, out var fault) ? null : fault;

    private static string? FaultOfOpcodes(string? names, ref int opcodes)
    {
        if (names is null)
            return null;

        opcodes = 0;
        foreach (var name in names.Split(','))
        {
            if (!FrameOpcodes.TryParse(name.Trim(), out var bit))
                return $"opcode has \"{name}\": {string.Join(", ", FrameOpcodes.Defined)} are allowed, separated by commas";
            opcodes |= bit;
        }

        return null;
    }
}
