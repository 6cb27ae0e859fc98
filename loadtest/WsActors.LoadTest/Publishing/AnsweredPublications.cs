using System.Buffers.Text;
using System.Net;
using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// Publications of which each connection has one under way: its next one begins when the server has answered the last one.
/// Their order is known only as far as one was answered before the other began.
/// </summary>
/// <param name="scenario">The load.</param>
/// <param name="plan">The names of the topics.</param>
/// <param name="publications">Learns when each of them was answered.</param>
/// <param name="mayBegin">Of the number of publications begun so far: whether one more may begin.</param>
/// <param name="prepare">Makes a publication that begins at the given time.</param>
/// <param name="compare">Receives how many subscribers an answer names; null: it names none.</param>
internal sealed class AnsweredPublications(
    Scenario scenario, TopicPlan plan, PublicationLog publications, Func<int, bool> mayBegin, Func<long, PreparedPublication> prepare, Action<int, int?> compare)
    : IPublisherWork
{
    private readonly PreparedPublication[] _underWay = new PreparedPublication[scenario.InFlight];

    /// <summary>Publications that have begun.</summary>
    public int Begun { get; private set; }

    public byte[]? Next(int connection, long now)
    {
        if (!mayBegin(Begun))
            return null;

        Begun++;
        ref var publication = ref _underWay[connection];
        publication = prepare(now);
        return PublishingRequest.ForOne(connection, scenario, plan.Names[publication.Topic], publication.Payload);
    }

    /// <exception cref="HttpRequestException">The server refused.</exception>
    public void Answered(int connection, int status, ReadOnlySpan<byte> answer, long begunAt)
    {
        if (status is < 200 or > 299)
            throw new HttpRequestException($"a publication was answered with {status}: {Encoding.UTF8.GetString(answer)}", inner: null, (HttpStatusCode)status);

        var publication = _underWay[connection];
        publications.Answered(publication.Number);
        compare(publication.Topic, scenario.PublishUrl is null ? SubscribersIn(answer) : null);
    }

    private static int? SubscribersIn(ReadOnlySpan<byte> answer)
    {
        var name = "\"subscribers\":"u8;
        var start = answer.IndexOf(name);
        return start >= 0 && Utf8Parser.TryParse(answer[(start + name.Length)..], out int subscribers, out _) ? subscribers : null;
    }
}
