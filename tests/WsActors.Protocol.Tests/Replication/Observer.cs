using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

/// <summary>
/// Sees everything that the simulated cluster shows to subscribers and answers to publishers, and knows what may not be: a lost or changed
/// acknowledged publication, a number that was given twice, an uncommitted publication shown, an answer of two homes, a replica on a node that has none.
/// </summary>
internal sealed class Observer(
    Func<ReplicaId, bool> isGone, Func<BucketConfiguration?, bool> isSuccessorLost, Func<ReplicaId, bool> isWithoutReplicas, bool isCareful)
{
    private readonly Dictionary<string, Epoch> _epochs = [];
    private BucketConfiguration? _last;
    private bool _hasAnswered;

    public long Acknowledged { get; private set; }

    public long Epochs => _epochs.Count;

    /// <summary>The configuration in force, as far as anybody knows; null until the first home serves.</summary>
    public BucketConfiguration? Last => _last;

    /// <summary>A home begins to serve.</summary>
    public void OnServing(BucketConfiguration configuration, long last, long committed)
    {
        RequireStoring(configuration);

        // Its second read of the register was answered late, and another home has come since: it may try, but its replicas follow the other one.
        if (_last is not null && configuration.Ballot.Term < _last.Ballot.Term)
        {
            _epochs.TryAdd(configuration.Epoch, new Epoch());
            return;
        }

        if (_epochs.TryGetValue(configuration.Epoch, out var epoch))
        {
            Require(
                configuration.Epoch == _last!.Epoch || _epochs[_last.Epoch].Acknowledged == 0,
                $"{configuration.Epoch} came back after {_last.Epoch}");
            Require(last >= epoch.Acknowledged, $"the home of {configuration.Ballot} has {last} entries, but {epoch.Acknowledged} are acknowledged");
        }
        else
        {
            Require(!isCareful || _last is null || _epochs[_last.Epoch].Acknowledged == 0, "a log was lost although one node failed at a time");
            Require(MayBeLost(), $"a new epoch was begun although a replica of {_last?.Ballot} is there");
            epoch = _epochs[configuration.Epoch] = new Epoch();
        }

        epoch.Decided = Math.Max(epoch.Decided, committed);
        (_last, _hasAnswered) = (configuration, false);
    }

    // A claim that supersedes the last home may be lost with its replicas before its own home serves. A claim beside the last home counts only if that
    // home has not answered anything: otherwise its replicas know that it was confirmed.
    // If two nodes claim a new bucket at the same time, each begins an epoch, and one of them comes to nothing.
    private bool MayBeLost() => _last is null || _epochs[_last.Epoch].Acknowledged == 0
        || _last.Replicas.All(isGone) || isSuccessorLost(_hasAnswered ? _last : null);

    /// <summary>A home changes its replicas.</summary>
    public void OnConfiguration(BucketConfiguration configuration)
    {
        RequireStoring(configuration);
        if (_last!.Ballot.Term < configuration.Ballot.Term)
            (_last, _hasAnswered) = (configuration, false);
    }

    /// <summary>A home's entries are committed, not yet answered.</summary>
    public void OnCommitted(string epoch, long through) => _epochs[epoch].Decided = Math.Max(_epochs[epoch].Decided, through);

    /// <summary>A publication is answered.</summary>
    public void OnAcknowledged(string epoch, long sequence, long value)
    {
        Require(epoch == _last!.Epoch, $"entry {sequence} of {epoch} was acknowledged although {_last.Epoch} has begun");
        _epochs[epoch].Record(sequence, value);
        _epochs[epoch].Acknowledged = Math.Max(_epochs[epoch].Acknowledged, sequence);
        Acknowledged++;
        _hasAnswered = true;
    }

    /// <summary>A node shows an entry to its subscribers.</summary>
    public void OnApplied(string epoch, long sequence, long value)
    {
        Require(sequence <= _epochs[epoch].Decided, $"entry {sequence} of {epoch} was shown although it is not committed");
        _epochs[epoch].Record(sequence, value);
    }

    /// <summary>Compares a node's state with everything that was shown.</summary>
    public void Compare(string epoch, long applied, SimulatedState state)
    {
        // A log of an epoch in which no home came to serve is empty.
        if (_epochs.TryGetValue(epoch, out var known))
            known.Compare(applied, state);
        else
            Require(applied == 0, $"{applied} entries of {epoch}, which was never served, are shown");
    }

    private void RequireStoring(BucketConfiguration configuration) =>
        Require(!configuration.Replicas.Any(isWithoutReplicas), $"a node that only serves clients has a replica in {configuration.Ballot}");

    private static void Require(bool isTrue, string otherwise)
    {
        if (!isTrue)
            throw new BrokenInvariantException(otherwise);
    }

    private sealed class Epoch
    {
        private readonly Dictionary<long, long> _values = [];

        public long Decided { get; set; }

        public long Acknowledged { get; set; }

        public void Record(long sequence, long value)
        {
            if (!_values.TryAdd(sequence, value))
                Require(_values[sequence] == value, $"entry {sequence} is {value} here and {_values[sequence]} elsewhere");
        }

        // A page that was fetched may be ahead of the entries that have been applied since.
        public void Compare(long applied, SimulatedState state)
        {
            for (var topic = 0; topic < SimulatedState.Topics; topic++)
            {
                var hash = 0L;
                for (var sequence = 1L; sequence <= Math.Max(applied, state.LastOf(topic)); sequence++)
                    if (_values.TryGetValue(sequence, out var value) && SimulatedState.TopicOf(value) == topic)
                        hash = SimulatedState.Next(hash, value);
                Require(state.HashOf(topic) == hash, $"topic {topic} differs after {applied} entries");
            }
        }
    }
}
