"""Judges what one reader was told of one topic: every publication once and in order, or named by a gap.

A reading is a list of events, each a dict with its "kind":
  asked     since: [epoch, offset] or None. The reader connects, or asks.
  stands    epoch, recovered; offset where the protocol tells the reader's own position. The answer.
  gap       from, to, reason
  message   data; offset where the protocol tells it
  id        epoch, offset: what a browser would send as Last-Event-ID after the event before
  closed    code: plain mode's way to report a loss
  reloaded  epoch, offset: the reader has taken its state and a position from elsewhere
"""

ANOTHER_LOG = ("epoch_changed", "offset_ahead")


class Judge:
    def __init__(self, topic, ledger, allowed_gaps, is_whole, keeps_latest):
        """What the topic's rule promises.

        allowed_gaps: the reasons for which messages may be missing. is_whole: the history never lets a message go.
        keeps_latest: it never lets the latest one go.
        """
        self._topic, self._ledger, self._allowed = topic, ledger, allowed_gaps
        self._is_whole, self._keeps_latest = is_whole, keeps_latest
        self._position = None
        self._older = None
        self._since = None
        self._awaits_gap = False
        self._is_lost = False
        self.violations = []
        self.deliveries = self.gaps = self.connections = 0

    def read(self, events):
        for event in events:
            getattr(self, "_on_" + event["kind"])(event)
        return self

    def finish(self):
        end = self._ledger.end(self._topic)
        self._expect(self._position == end, f"ends at {self._position}, not at {end}")
        return self

    def _on_asked(self, event):
        self.connections += 1
        self._since = event["since"] and tuple(event["since"])
        known = (self._position, self._older)
        self._expect(self._position is None or self._since in known, f"asks since {self._since}, but stands at {known}")
        if self._since is not None:
            self._position = self._since
        self._awaits_gap = False

    def _on_stands(self, event):
        epoch, offset, recovered = event["epoch"], event.get("offset"), event.get("recovered")
        if self._position is None:
            self._position = (epoch, offset)
            return

        self._expect(recovered in (True, False), f"an answer to a position without recovered: {event}")
        self._awaits_gap = not recovered
        if recovered:
            self._expect(epoch == self._position[0], f"epoch {self._position[0]} is recovered in epoch {epoch}")
            self._expect(offset in (None, self._position[1]), f"recovered from {offset}, not from {self._position}")
        # Until the gap has come a reader may return with either: the loss is reported again, or was by recovered: false.
        self._older = self._position
        self._position = (epoch, self._position[1] if epoch == self._position[0] else 0)

    def _on_gap(self, event):
        first, last, reason = event["from"], event["to"], event["reason"]
        self.gaps += 1
        self._expect(reason in self._allowed, f"a gap that need not be: {event}")
        if reason in ANOTHER_LOG:
            self._expect(self._awaits_gap and first == 1 and last >= 0, f"a gap of another log out of place: {event}")
            self._expect(last == 0 or not self._is_whole, f"the new log is whole, and yet a gap: {event}")
        else:
            self._expect(first == self._position[1] + 1 and last >= first, f"at {self._position} a gap {event}")
            end = self._ledger.end(self._topic)
            is_behind_latest = end[0] != self._position[0] or last < end[1]
            self._expect(is_behind_latest or not self._keeps_latest, f"a gap over the latest message: {event}")
        changed = self._older is not None and self._older[0] != self._position[0]
        self._expect(not self._awaits_gap or changed == (reason == "epoch_changed"), f"from {self._older} to {self._position}: {event}")
        self._position = (self._position[0], last)
        self._older, self._awaits_gap = None, False

    def _on_message(self, event):
        self.deliveries += 1
        data = event["data"]
        self._expect(not self._awaits_gap, f"{data!r} before the gap")
        self._expect(not self._is_lost, f"{data!r} behind a loss that was reported, without a new position")
        epoch, offset = self._position[0], self._position[1] + 1
        told = event.get("offset")
        if told is None:
            known = None if data in self._ledger.in_doubt else self._ledger.place(self._topic, data)
            told_epoch, told = known or self._doubtful(data, epoch, offset)
        else:
            told_epoch = epoch
        self._expect((told_epoch, told) == (epoch, offset), f"{data!r} at {(told_epoch, told)} where {(epoch, offset)} is due")
        right = self._ledger.at(self._topic, epoch, told)
        if right is None:
            self._doubtful(data, epoch, offset)
        else:
            self._expect(right == data, f"{data!r} at {(epoch, told)}, where {right!r} was published")
        self._position, self._older = (epoch, told), None

    def _on_id(self, event):
        told = (event["epoch"], event["offset"])
        self._expect(told == self._position, f"the id {told} at {self._position}")

    def _on_closed(self, event):
        self._expect(self._allowed, f"a close that need not be: {event}")
        self.gaps += 1
        self._is_lost = True

    def _on_reloaded(self, event):
        position = (event["epoch"], event["offset"])
        self._expect(self._is_lost or self._position is None, f"reloaded at {position} without a reported loss")
        self._position, self._is_lost = position, False

    # Published, and unanswered when the server was killed.
    def _doubtful(self, data, epoch, offset):
        self._expect(data in self._ledger.in_doubt, f"{data!r}, which was not published")
        return (epoch, offset)

    def _expect(self, holds, otherwise):
        if not holds:
            self.violations.append(f"{self._topic}: {otherwise}")
