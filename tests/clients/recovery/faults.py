"""Faults planted into readings that were right: the judge must find each of them."""


def loss(events, chance):
    start, end = chance.choice(_messages(events))
    return events[:start] + events[end:]


def duplicate(events, chance):
    start, end = chance.choice(_messages(events))
    return events[:end] + events[start:]


def swap(events, chance):
    messages = _messages(events)
    pairs = [(first, second) for first, second in zip(messages, messages[1:]) if first[1] == second[0]]
    if not pairs:
        return None
    (start, middle), (_, end) = chance.choice(pairs)
    return events[:start] + events[middle:end] + events[start:middle] + events[end:]


def silent_epoch(events, chance):
    """The server goes on in another log as if nothing had happened."""
    places = [i for i, event in enumerate(events) if event["kind"] == "closed" or event.get("reason") == "epoch_changed"]
    if not places:
        return None
    place = chance.choice(places)
    if events[place]["kind"] == "closed":
        return [event for i, event in enumerate(events) if i not in (place, place + 1)]
    stands = max(i for i in range(place) if events[i]["kind"] == "stands")
    return events[:stands] + [{**events[stands], "recovered": True}] + events[_end(events, place):]


def silent_gap(events, chance):
    """Messages are missing, and no gap says which."""
    places = [(i, _end(events, i)) for i, event in enumerate(events) if event["kind"] == "gap"]
    # A reader that is cut off before the gap has not been told in silence.
    places = [(start, end) for start, end in places if end < len(events) and events[end]["kind"] != "asked"]
    if not places:
        return None
    start, end = chance.choice(places)
    return events[:start] + events[end:]


ALL = [loss, duplicate, swap, silent_epoch, silent_gap]


# An event of a stream has its id behind it.
def _end(events, place):
    return place + 2 if place + 1 < len(events) and events[place + 1]["kind"] == "id" else place + 1


def _messages(events):
    return [(i, _end(events, i)) for i, event in enumerate(events) if event["kind"] == "message"]
