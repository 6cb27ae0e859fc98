using CsCheck;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Replication.Wire;
using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Tests.Replication;

public sealed class ReplicationWireTests
{
    private static readonly Gen<Ballot> Ballots = Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long, (term, claim) => new Ballot(term, claim));
    private static readonly Gen<ReplicaId> Replicas = Gen.Select(Gen.String, Gen.Long, (address, incarnation) => new ReplicaId(address, incarnation));
    private static readonly Gen<long> Numbers = Gen.Long[0, long.MaxValue - 1000];
    private static readonly Gen<string?> Cursors = Gen.Select(Gen.Bool, Gen.String, (has, text) => has ? text : null);
    private static readonly Gen<ReadOnlyMemory<byte>> Payloads = Gen.Byte.Array[0, 200].Select(bytes => (ReadOnlyMemory<byte>)bytes);

    private static readonly Gen<LogSummary> Summaries =
        from labels in Ballots.Array[0, 4]
        from epoch in Gen.String
        from lastTerm in Numbers
        from last in Numbers
        from confirmed in Ballots
        select new LogSummary(labels, epoch, lastTerm, last) { Confirmed = confirmed };

    private static readonly Gen<LogEntry[]> Entries =
        from first in Numbers
        from items in Gen.Select(Numbers, Payloads).Array[0, 5]
        select items.Select((item, index) => new LogEntry(first + index, item.Item1, item.Item2)).ToArray();

    private static readonly Gen<ReplicationMessage> Messages = Gen.OneOf<ReplicationMessage>(
        Ballots.Select(ballot => (ReplicationMessage)new Prepare(ballot)),
        Gen.Select(Ballots, Gen.String, Numbers, (ballot, epoch, lost) => (ReplicationMessage)new Begin(ballot, epoch, lost)),
        Gen.Select(Ballots, Replicas, Summaries, (ballot, source, log) => (ReplicationMessage)new Adopt(ballot, source, log)),
        Gen.Select(Ballots, Ballots, (ballot, from) => (ReplicationMessage)new Continue(ballot, from)),
        Gen.Select(Ballots, Numbers, Entries, Numbers, Gen.Bool, (ballot, after, entries, committed, isConfirmed) =>
            (ReplicationMessage)new Append(ballot, after, entries, committed, isConfirmed)),
        Gen.Select(Ballots, Ballots, Cursors, Numbers, Cursors, (ballot, label, epoch, after, cursor) =>
            (ReplicationMessage)new Fetch(ballot, label, epoch, after, cursor)),
        Gen.Select(Ballots, Numbers, Entries, Numbers, (ballot, after, entries, last) =>
            (ReplicationMessage)new FetchedEntries(ballot, after, entries, last)),
        Gen.Select(Gen.Select(Ballots, Gen.String), Cursors, Payloads, Cursors, Gen.Select(Numbers, Numbers), (log, cursor, payload, next, applied) =>
            (ReplicationMessage)new FetchedState(log.Item1, log.Item2, cursor, new StatePage(payload, next), applied.Item1, applied.Item2)),
        Gen.Select(Ballots, Summaries.Array[0, 3], (ballot, logs) => (ReplicationMessage)new Prepared(ballot, logs)),
        Gen.Select(Ballots, Summaries, (ballot, log) => (ReplicationMessage)new Adopted(ballot, log)),
        Gen.Select(Ballots, Numbers, Gen.Bool, (ballot, last, isConfirmed) => (ReplicationMessage)new Appended(ballot, last, isConfirmed)),
        Gen.Select(Ballots, Ballots, (ballot, promised) => (ReplicationMessage)new Refused(ballot, promised)));

    [Fact]
    public void Every_kind_of_message_is_generated() => Assert.Equal(
        typeof(ReplicationMessage).GetNestedTypes().Length, Messages.Array[2_000].Single().Select(message => message.GetType()).Distinct().Count());

    // Bytes determine all fields, so messages with the same bytes are the same.
    [Fact]
    public void A_message_arrives_as_it_was_sent() => Messages.Sample(message =>
    {
        var bytes = ReplicationWire.Write(message);

        Assert.True(ReplicationWire.TryRead(bytes, out var read, out var fault), fault);
        Assert.Equal(message.GetType(), read.GetType());
        Assert.Equal(bytes, ReplicationWire.Write(read));
    });

    [Fact]
    public void A_message_that_is_cut_off_is_refused() => Gen.Select(Messages, Gen.Double[0, 1]).Sample((message, share) =>
    {
        var bytes = ReplicationWire.Write(message);

        Assert.False(ReplicationWire.TryRead(bytes.AsMemory(0, (int)(share * (bytes.Length - 1))), out _, out var fault));
        Assert.NotEmpty(fault);
    });

    [Fact]
    public void Fields_that_a_later_program_appends_are_ignored() => Gen.Select(Messages, Gen.Byte.Array[1, 20]).Sample((message, more) =>
        Assert.True(ReplicationWire.TryRead((byte[])[.. ReplicationWire.Write(message), .. more], out _, out _)));

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Select(Gen.Byte[0, 14], Gen.Byte.Array[0, 300]).Sample((kind, bytes) =>
        ReplicationWire.TryRead((byte[])[ReplicationWire.Version, kind, .. bytes], out var message, out var fault) ? message is not null : fault.Length > 0);

    [Theory]
    [InlineData("", "a byte has 1 bytes, and 0 are left")]
    [InlineData("02", "it is of version 2, and this program reads version 1")]
    [InlineData("01630000000000000000000000", "its kind is 99, which this program does not know")]
    [InlineData("0102010000000000000000ff7f", "a list of bytes has 16383 bytes, and 0 are left")]
    [InlineData("0109010000000000000000ff7f", "a list of 16383 items has 0 bytes")]
    [InlineData("0101ffffffffffffffffff7f0000000000000000", "a number has more than 63 bits")]
    public void A_fault_is_named(string hex, string expected)
    {
        Assert.False(ReplicationWire.TryRead(Convert.FromHexString(hex), out _, out var fault));
        Assert.Equal(expected, fault);
    }

    // Nodes of two versions run beside each other during an upgrade. These bytes were written by the first one; do not change them.
    [Theory]
    [InlineData("0101052a00000000000000", typeof(Prepare))]
    [InlineData("0102052a0000000000000002653104", typeof(Begin))]
    [InlineData("0104052a00000000000000042900000000000000", typeof(Continue))]
    [InlineData("0105052a00000000000000070208050161050262630701", typeof(Append))]
    [InlineData("010b052a000000000000000901", typeof(Appended))]
    [InlineData("010c052a00000000000000062b00000000000000", typeof(Refused))]
    public void Bytes_of_the_first_version_are_read(string hex, Type type)
    {
        Assert.True(ReplicationWire.TryRead(Convert.FromHexString(hex), out var message, out var fault), fault);

        Assert.IsType(type, message);
        Assert.Equal(new Ballot(5, 42), message.Ballot);
        Assert.Equal(hex, Convert.ToHexStringLower(ReplicationWire.Write(message)));
    }
}
