using System.CommandLine;
using System.Text;
using System.Text.Json;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Publishes a message, standard input as one message, or each of its lines.</summary>
internal sealed class PublishCommand
{
    private const string Dash = "-";

    private readonly Argument<string> _topic = new("TOPIC") { Description = "The name of the topic" };
    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "The message; \"-\" or nothing reads standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _lines = new("--lines") { Description = "Publishes each line of standard input as a message of its own" };
    private readonly Option<PayloadType?> _type = new("--type")
    {
        Description = "Json, Text or Binary; without it, objects and arrays are published as JSON, other UTF-8 as text and the rest as binary",
        HelpName = "TYPE",
    };

    private readonly Option<string?> _key = new("--key") { Description = "The delivery key: the subject of the message, for slow readers", HelpName = "KEY" };
    private readonly Option<string?> _idempotencyKey = new("--idempotency-key") { Description = "A repeated publication under this key is not published again", HelpName = "KEY" };
    private readonly Option<string?> _except = new("--except") { Description = "A connection that does not receive the message", HelpName = "CONNECTION" };
    private readonly AdminAccess _access = new();
    private readonly CommandOutput _output;

    public PublishCommand(CommandOutput output)
    {
        _output = output;
        Command.Arguments.Add(_topic);
        Command.Arguments.Add(_data);
        foreach (var option in new Option[] { _lines, _type, _key, _idempotencyKey, _except })
            Command.Options.Add(option);
        _access.AddTo(Command);
        Command.SetAction((line, cancellation) => RunAsync(line, cancellation));
    }

    public Command Command { get; } = new(CommandNames.Publish, "Publishes a message to a topic.");

    private async Task<int> RunAsync(ParseResult line, CancellationToken cancellation)
    {
        var (data, isLines) = (line.GetValue(_data), line.GetValue(_lines));
        var isInput = data is null or Dash;
        if (line.GetRequiredValue(_topic).Length == 0)
            throw new UsageException("TOPIC is empty: a name of 1 to 255 bytes is needed");
        if (isLines && !isInput)
            throw new UsageException("--lines reads standard input: leave DATA out");
        if (isLines && line.GetValue(_idempotencyKey) is not null)
            throw new UsageException("--idempotency-key names one message: leave it or --lines out");

        using var api = _access.Open(line);
        if (isLines)
            await PublishLinesAsync(api, line, cancellation);
        else
            await PublishAsync(api, line, isInput ? await ReadInputAsync(cancellation) : Encoding.UTF8.GetBytes(data!), cancellation);
        return 0;
    }

    // For each line its answer, so that a feed that stands still is seen.
    private async Task PublishLinesAsync(AdminApi api, ParseResult line, CancellationToken cancellation)
    {
        using var input = new StreamReader(StandardInput.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        while (await input.ReadLineAsync(cancellation).AsTask().WaitAsync(cancellation) is { } text)
        {
            await PublishAsync(api, line, Encoding.UTF8.GetBytes(text), cancellation);
            await _output.FlushAsync();
        }
    }

    private async Task PublishAsync(AdminApi api, ParseResult line, byte[] payload, CancellationToken cancellation)
    {
        var type = line.GetValue(_type) ?? PayloadTypes.Of(payload);
        if (type == PayloadType.Json && PayloadTypes.FaultOfJson(payload) is { } fault)
            throw new UsageException($"The data is no JSON: {fault}. Correct it, or publish it with --type Text");

        var answer = await api.PostAsync(
            $"/api/topics/{AdminApi.Escape(line.GetRequiredValue(_topic))}/messages",
            payload,
            PayloadTypes.ContentTypeOf(type),
            [
                ("Delivery-Key", line.GetValue(_key)),
                ("Idempotency-Key", line.GetValue(_idempotencyKey)),
                ("WsActors-Except", line.GetValue(_except)),
            ],
            cancellation);
        await _output.WriteLineAsync(_access.IsJson(line) ? answer.GetRawText() : Describe(answer));
    }

    private static string Describe(JsonElement answer)
    {
        var repeated = answer.TryGetProperty("repeated", out _) ? ", published before" : string.Empty;
        return $"{answer.GetProperty("topic").GetString()}: offset {answer.GetProperty("offset").GetInt64()}, subscribers: {answer.GetProperty("subscribers").GetInt32()}{repeated}";
    }

    // A read of a terminal cannot be cancelled: the process ends beside it.
    private static async Task<byte[]> ReadInputAsync(CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await StandardInput.Open().CopyToAsync(bytes, cancellation).WaitAsync(cancellation);
        return bytes.ToArray();
    }
}
