using WsActors.LoadTest.Clients;

namespace WsActors.LoadTest.Checking;

/// <summary>
/// The order that the server chose for publications that were under way together: the first client that reaches a position of a
/// topic decides which publication stands there, and all others must receive the same one. A publication that was answered
/// before another one began must precede it.
/// </summary>
internal sealed class ArrivalOrder(TopicPlan plan, PublicationLog publications, ViolationLog violations) : ITopicOrder
{
    private readonly List<int>[] _order = [.. Enumerable.Range(0, plan.Topics).Select(_ => new List<int>())];

    // Of each topic, the publication in its order that began last.
    private readonly int[] _latest = [.. Enumerable.Repeat(-1, plan.Topics)];

    public int PositionOf(Client client, in Marker marker)
    {
        ref var position = ref publications.PositionOf((int)marker.Number);
        if (position == PublicationLog.NoPosition)
        {
            CheckTimes(client, marker);
            position = _order[marker.Topic].Count;
            _order[marker.Topic].Add(marker.Sequence);
        }

        return position;
    }

    public int SequenceAt(int topic, int position) =>
        position < _order[topic].Count ? _order[topic][position] : FirstWithoutPosition(topic);

    private void CheckTimes(Client client, in Marker marker)
    {
        ref var latest = ref _latest[marker.Topic];
        var number = (int)marker.Number;
        if (latest < 0 || publications.SentAt(number) > publications.SentAt(latest))
            latest = number;
        else if (publications.AnsweredAt(number) is > 0 and var answeredAt && answeredAt < publications.SentAt(latest))
            violations.Add(
                ViolationKind.Swapped,
                client.Index,
                $"{plan.Names[marker.Topic]} #{marker.Sequence} ahead of #{latest / plan.Topics}, which was sent after its answer",
                $"#{latest / plan.Topics} first");
    }

    // Nobody has received it.
    private int FirstWithoutPosition(int topic)
    {
        var number = topic;
        while (number < publications.Count && publications.PositionOf(number) != PublicationLog.NoPosition)
            number += plan.Topics;
        return number / plan.Topics;
    }
}
