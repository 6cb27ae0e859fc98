using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// Publishes with an idempotency key for each publication. A request that gets no answer is sent again, word for word, until it
/// gets one: then it is known what was acknowledged, whatever became of the server meanwhile.
/// </summary>
internal sealed class KeyedPublisher(HttpClient http, Scenario scenario, uint run, TopicPlan plan, IPayload payload)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(50);

    private readonly string _admin = scenario.Admin.TrimEnd('/');
    private long _requests;
    private long _retries;

    /// <summary>Requests that were answered.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests that were sent again because they got no answer, or a refusal for the moment.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Publishes publications by their numbers; those of a run go to the topics in turn. Safe on any thread.</summary>
    /// <exception cref="IOException">No answer for as long as the scenario's timeout, or a refusal for good.</exception>
    public async Task<Acknowledgement[]> PublishAsync(int[] numbers)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var (answers, why) = await TryPublishAsync(numbers);
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

    private async Task<(Acknowledgement[]? Answers, string Why)> TryPublishAsync(int[] numbers)
    {
        try
        {
            using var request = numbers.Length == 1 ? Single(numbers[0]) : Batch(numbers);
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsByteArrayAsync();
            if (answer.IsSuccessStatusCode)
                return Read(body, numbers.Length);

            var why = $"{(int)answer.StatusCode}: {Encoding.UTF8.GetString(body)}";
            return answer.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests ? (null, why) : throw new IOException(why);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or JsonException)
        {
            return (null, fault.Message);
        }
    }

    private HttpRequestMessage Single(int number)
    {
        var request = Post($"/api/topics/{plan.Names[number % plan.Topics]}/messages", PayloadOf(number));
        request.Headers.Add("Idempotency-Key", KeyOf(number));
        return request;
    }

    private HttpRequestMessage Batch(int[] numbers)
    {
        var body = new StringBuilder("{\"messages\":[");
        foreach (var number in numbers)
        {
            body.Append(number == numbers[0] ? "" : ",").Append("{\"topics\":[\"").Append(plan.Names[number % plan.Topics])
                .Append("\"],\"idempotencyKey\":\"").Append(KeyOf(number))
                .Append("\",\"data\":").Append(Encoding.UTF8.GetString(PayloadOf(number))).Append('}');
        }

        return Post("/api/publish", Encoding.UTF8.GetBytes(body.Append("]}").ToString()));
    }

    private HttpRequestMessage Post(string path, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        return new HttpRequestMessage(HttpMethod.Post, new Uri($"{_admin}{path}")) { Content = content };
    }

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
