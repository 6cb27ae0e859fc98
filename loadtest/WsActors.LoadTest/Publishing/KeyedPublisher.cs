using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// Publishes with an idempotency key for each publication. A request that gets no answer is sent again, word for word, until it
/// gets one: then it is known what was acknowledged, whatever became of the server meanwhile. Of several nodes, each attempt asks
/// another one.
/// </summary>
internal sealed class KeyedPublisher(HttpClient http, Scenario scenario, uint run, TopicPlan plan, IPayload payload)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(50);

    // A node that does not answer at all is left alone for a while, as by a load balancer.
    private static readonly long Avoidance = 5 * Stopwatch.Frequency;

    private readonly string[] _admins = [.. scenario.Admins.Select(admin => admin.TrimEnd('/'))];
    private readonly TimeSpan _answerTimeout = scenario.AnswerTimeout > TimeSpan.Zero ? scenario.AnswerTimeout : scenario.Timeout;
    private readonly long[] _avoidedUntil = new long[scenario.Admins.Count];
    private long _requests;
    private long _retries;

    /// <summary>Requests that were answered.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests that were sent again because they got no answer, or a refusal for the moment.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>The causes of the retries: a status code, or how the connection failed.</summary>
    public ConcurrentDictionary<string, long> Causes { get; } = new();

    /// <summary>Publishes publications by their numbers; those of a run go to the topics in turn. Safe on any thread.</summary>
    /// <exception cref="IOException">No answer for as long as the scenario's timeout, or a refusal for good.</exception>
    public async Task<Acknowledgement[]> PublishAsync(int[] numbers)
    {
        var start = Stopwatch.GetTimestamp();
        for (var node = (numbers[0] / plan.Topics) + numbers[0]; ; node++)
        {
            var (answers, why) = await TryPublishAsync(numbers, Available(node));
            if (answers is not null)
            {
                Interlocked.Increment(ref _requests);
                return answers;
            }

            if (Stopwatch.GetElapsedTime(start) > scenario.Timeout)
                throw new IOException($"publications {numbers[0]} to {numbers[^1]} were not acknowledged in {scenario.Timeout}: {why}");

            Interlocked.Increment(ref _retries);
            await Task.Delay(BeforeRetry);
        }
    }

    // The first of the nodes, in turn, that answers; if none does, the one whose turn it is.
    private int Available(int turn)
    {
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < _admins.Length; i++)
        {
            var node = (turn + i) % _admins.Length;
            if (Volatile.Read(ref _avoidedUntil[node]) <= now)
                return node;
        }

        return turn % _admins.Length;
    }

    private async Task<(Acknowledgement[]? Answers, string Why)> TryPublishAsync(int[] numbers, int node)
    {
        var admin = _admins[node];
        try
        {
            using var timeout = new CancellationTokenSource(_answerTimeout);
            using var request = numbers.Length == 1 ? Single(numbers[0], admin) : Batch(numbers, admin);
            using var answer = await http.SendAsync(request, timeout.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(timeout.Token);
            if (answer.IsSuccessStatusCode)
                return Counted(Read(body, numbers.Length), "in a batch");

            Count($"{(int)answer.StatusCode}");
            var why = $"{(int)answer.StatusCode}: {Encoding.UTF8.GetString(body)}";
            return answer.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests ? (null, why) : throw new IOException(why);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or JsonException or SocketException)
        {
            Volatile.Write(ref _avoidedUntil[node], Stopwatch.GetTimestamp() + Avoidance);
            Count(fault is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } ? $"{error}" : fault is TaskCanceledException ? "no answer in time" : fault.Message);
            return (null, fault.Message);
        }
    }

    private HttpRequestMessage Single(int number, string admin)
    {
        var request = Post(admin, $"/api/topics/{plan.Names[number % plan.Topics]}/messages", PayloadOf(number));
        request.Headers.Add("Idempotency-Key", KeyOf(number));
        return request;
    }

    private HttpRequestMessage Batch(int[] numbers, string admin)
    {
        var body = new StringBuilder("{\"messages\":[");
        foreach (var number in numbers)
        {
            body.Append(number == numbers[0] ? "" : ",").Append("{\"topics\":[\"").Append(plan.Names[number % plan.Topics])
                .Append("\"],\"idempotencyKey\":\"").Append(KeyOf(number))
                .Append("\",\"data\":").Append(Encoding.UTF8.GetString(PayloadOf(number))).Append('}');
        }

        return Post(admin, "/api/publish", Encoding.UTF8.GetBytes(body.Append("]}").ToString()));
    }

    private static HttpRequestMessage Post(string admin, string path, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        return new HttpRequestMessage(HttpMethod.Post, new Uri($"{admin}{path}")) { Content = content };
    }

    private (Acknowledgement[]? Answers, string Why) Counted((Acknowledgement[]? Answers, string Why) answer, string cause)
    {
        if (answer.Answers is null)
            Count(cause);
        return answer;
    }

    private void Count(string cause) => Causes.AddOrUpdate(cause, 1, (_, count) => count + 1);

    private byte[] PayloadOf(int number) => payload.Make(new Marker(run, number % plan.Topics, number / plan.Topics, number));

    private string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{run:x8}-{number}");

    // A message that was refused is published again with all the others: their keys are known by then.
    private static (Acknowledgement[]? Answers, string Why) Read(byte[] body, int count)
    {
        using var json = JsonDocument.Parse(body);
        if (!json.RootElement.TryGetProperty("results", out var results))
            return ([Of(json.RootElement)], "");

        JsonElement[] answers = [.. results.EnumerateArray().Select(result => result.GetProperty("topics")[0])];
        if (answers.Length != count)
            throw new IOException($"{answers.Length} answers to {count} messages");

        return answers.FirstOrDefault(answer => answer.TryGetProperty("error", out _)) is { ValueKind: JsonValueKind.Object } refused
            ? (null, refused.GetRawText())
            : ([.. answers.Select(Of)], "");
    }

    private static Acknowledgement Of(JsonElement answer) => new(
        answer.GetProperty("epoch").GetString()!,
        answer.GetProperty("offset").GetInt64(),
        answer.TryGetProperty("repeated", out var repeated) && repeated.GetBoolean());
}
