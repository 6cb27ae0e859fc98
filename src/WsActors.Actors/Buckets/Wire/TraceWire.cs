using WsActors.Protocol.Replication.Wire;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>
/// Encodes the trace contexts of a list's items behind everything else: the index of each item that has one, and its W3C traceparent. A message without any has
/// no such field. The field was added to wire version 1: earlier builds neither write nor read it.
/// </summary>
internal static class TraceWire
{
    public static void Write<T>(WireWriter writer, IReadOnlyList<T> items, Func<T, string?> traceparentOf)
    {
        List<(int Index, string Traceparent)>? traced = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (traceparentOf(items[i]) is { } traceparent)
                (traced ??= []).Add((i, traceparent));
        }

        if (traced is null)
            return;

        writer.List(traced, item =>
        {
            writer.Number(item.Index);
            writer.Text(item.Traceparent);
        });
    }

    /// <summary>Reads the contexts, if there are any.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="reader">The reader.</param>
    /// <param name="items">The items that were read before.</param>
    /// <param name="with">Returns an item with its context.</param>
    /// <returns>The items, with their contexts.</returns>
    public static IReadOnlyList<T> Read<T>(WireReader reader, IReadOnlyList<T> items, Func<T, string, T> with)
    {
        if (reader.Fault is not null || reader.IsAtEnd)
            return items;

        var traced = items.ToArray();
        foreach (var (index, traceparent) in reader.List(() => (reader.Count(), reader.Text())))
        {
            if (index < traced.Length)
                traced[index] = with(traced[index], traceparent);
            else
                reader.Fail($"a trace context is of item {index}, and there are {traced.Length}");
        }

        return traced;
    }
}
