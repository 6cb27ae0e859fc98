namespace WsActors.LoadTest.Checking;

/// <summary>
/// What the publisher was told about one topic: under which offset of which epoch each of its publications stands.
/// Publications are numbered from 0 in their topic.
/// </summary>
internal sealed class TopicJournal(string topic, ViolationLog violations)
{
    private const int Nothing = -1;

    // The offset is the index, the number of the publication the entry.
    private readonly Dictionary<string, List<int>> _epochs = [];
    private readonly List<Place> _places = [];

    public string Topic => topic;

    /// <summary>The epoch of the latest acknowledgement; null before the first.</summary>
    public string? Epoch { get; private set; }

    /// <summary>Publications that were acknowledged.</summary>
    public int Count { get; private set; }

    /// <summary>Takes in an answer to a publication, the first or one to a repeated request.</summary>
    public void Acknowledge(string epoch, long offset, int number)
    {
        Epoch = epoch;
        var place = new Place(epoch, offset);
        while (_places.Count <= number)
            _places.Add(default);

        if (_places[number] == default)
            Enter(place, number);
        else if (_places[number] != place)
            violations.Add(ViolationKind.Repeated, Violation.Publisher, $"{topic} publication {number} once, {_places[number]}", $"again {place}");
    }

    /// <summary>The publication that has this offset; null: none was acknowledged with it yet.</summary>
    public int? NumberAt(string epoch, long offset) =>
        _epochs.TryGetValue(epoch, out var numbers) && offset < numbers.Count && numbers[(int)offset] != Nothing ? numbers[(int)offset] : null;

    /// <summary>The highest offset acknowledged in an epoch; 0: none.</summary>
    public long LastOffset(string epoch) => _epochs.TryGetValue(epoch, out var numbers) ? numbers.Count - 1 : 0;

    private void Enter(Place place, int number)
    {
        if (NumberAt(place.Epoch, place.Offset) is { } other)
        {
            violations.Add(ViolationKind.Corrupt, Violation.Publisher, $"{topic} {place} for publication {other} alone", $"publication {number}, too");
            return;
        }

        if (!_epochs.TryGetValue(place.Epoch, out var numbers))
            _epochs.Add(place.Epoch, numbers = []);
        while (numbers.Count <= place.Offset)
            numbers.Add(Nothing);

        numbers[(int)place.Offset] = number;
        _places[number] = place;
        Count++;
    }

    private readonly record struct Place(string Epoch, long Offset)
    {
        public override string ToString() => $"at offset {Offset} of epoch {Epoch}";
    }
}
