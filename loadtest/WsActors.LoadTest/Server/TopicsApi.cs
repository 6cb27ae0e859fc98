using System.Net;
using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Server;

/// <summary>What the admin API says of topics and does to connections.</summary>
internal sealed class TopicsApi(HttpClient http, IReadOnlyList<string> admins)
{
    private const int PageSize = 1000;

    private readonly string[] _roots = [.. admins.Select(admin => $"{admin.TrimEnd('/')}/api")];
    private int _requests;

    /// <summary>Where a topic's log stands, and how many messages it may keep.</summary>
    public async Task<(string Epoch, long Offset, int Keeps)> GetAsync(string topic)
    {
        using var json = await ReadAsync($"/topics/{topic}");
        var root = json.RootElement;
        return (root.GetProperty("epoch").GetString()!, root.GetProperty("offset").GetInt64(), root.GetProperty("rule").GetProperty("history").GetProperty("messages").GetInt32());
    }

    /// <returns>Subscribers of a topic; none if there is no such topic.</returns>
    public async Task<int> SubscribersAsync(string topic)
    {
        using var answer = await http.GetAsync(new Uri($"{NextRoot()}/topics/{topic}"));
        if (!answer.IsSuccessStatusCode)
            return 0;

        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return json.RootElement.GetProperty("subscribers").GetInt32();
    }

    /// <summary>Holds a topic's whole history behind an offset against what the publisher was told.</summary>
    /// <returns>Messages that were held against it.</returns>
    public async Task<long> AuditAsync(TopicJournal journal, uint run, long after, ViolationLog violations)
    {
        LogAudit? audit = null;
        for (var since = after; ;)
        {
            using var json = await ReadAsync($"/topics/{journal.Topic}/messages?since={since}&limit={PageSize}");
            var root = json.RootElement;
            audit ??= new LogAudit(journal, root.GetProperty("epoch").GetString()!, violations);
            foreach (var message in root.GetProperty("messages").EnumerateArray())
                audit.Entry(since = message.GetProperty("offset").GetInt64(), NumberIn(message.GetProperty("data"), run));

            var end = root.GetProperty("offset").GetInt64();
            if (since < end && root.GetProperty("messages").GetArrayLength() > 0)
                continue;

            audit.End(end);
            return audit.Count;
        }
    }

    /// <returns>Whether it was there.</returns>
    public async Task<bool> DisconnectAsync(string connection)
    {
        try
        {
            using var answer = await http.DeleteAsync(new Uri($"{NextRoot()}/connections/{connection}"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task<JsonDocument> ReadAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(NextRoot() + path));
        if (answer.StatusCode == HttpStatusCode.NotFound)
            throw new HttpRequestException($"{path} is not there");

        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
    }

    // Each node knows all topics and connections of its cluster, so they take turns.
    private string NextRoot() => _roots[(uint)Interlocked.Increment(ref _requests) % _roots.Length];

    private static int? NumberIn(JsonElement data, uint run) =>
        Marker.TryFind(Encoding.UTF8.GetBytes(data.GetRawText()), out var marker, out _) && marker.Run == run ? marker.Sequence : null;
}
