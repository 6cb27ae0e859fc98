"""One client of each protocol. Each stores its position as the manual says, and comes back with it.

Every reader is cut off again and again: after some messages, in the middle of catching up, or before its first message.
"""
import asyncio
import itertools
import json

import wire

LOST = (OSError, EOFError, wire.Refused, wire.Closed, asyncio.IncompleteReadError)


class Reader:
    protocol = ""

    def __init__(self, server, topic, ledger, chance):
        self.server, self.topic, self.ledger, self.chance = server, topic, ledger, chance
        self.events = []
        self.position = None
        self.cuts = 0
        self._budget = 0
        self._resting = asyncio.Event()
        self._wanted = asyncio.Event()
        self._wanted.set()

    async def run(self):
        while True:
            await self._rest_if_asked()
            # A budget of one event cuts between "subscribed" and what follows.
            self._budget = self.chance.choice([1, 2, 5, 40, 300, 700, 5000])
            try:
                await self.visit()
            except LOST:
                await asyncio.sleep(0.05)
            else:
                await asyncio.sleep(self.chance.choice([0, 0, 0.1, 0.5]))

    async def visit(self):
        """One connection, or one request."""
        raise NotImplementedError

    async def rest(self):
        """Disconnects, and stays away until it is woken."""
        self._wanted.clear()
        await self._resting.wait()

    def wake(self):
        self._resting.clear()
        self._wanted.set()

    @property
    def is_at_end(self):
        return self.position == self.ledger.end(self.topic)

    async def _rest_if_asked(self):
        if not self._wanted.is_set():
            self._resting.set()
            await self._wanted.wait()

    def tell(self, kind, **fields):
        """Notes an event; false: the reader is to be cut off now."""
        self.events.append({"kind": kind, **fields})
        self._budget -= kind in ("stands", "gap", "message")
        self.cuts += self._budget == 0
        return self._budget > 0

    async def next(self, waiting):
        """What comes next on a connection; a reader that is to rest stops waiting."""
        waiting.add_done_callback(lambda done: done.cancelled() or done.exception())
        while self._wanted.is_set():
            done, _ = await asyncio.wait([waiting], timeout=0.1)
            if done:
                return waiting.result()
        waiting.cancel()
        raise EOFError

    def ask_since(self):
        self.tell("asked", since=self.position)

    def take_answer(self, answer):
        """The answer to a poll or a history request: all of it, or the reader would come back with what it has."""
        messages = answer["messages"]
        if "offset" not in answer:
            return
        offset = messages[0]["offset"] - 1 if messages else answer["offset"]
        self.tell("stands", epoch=answer["epoch"], offset=None if self.position else offset, recovered=answer.get("recovered"))
        if gap := answer.get("gap"):
            self.tell("gap", **gap)
        for message in messages:
            self.tell("message", offset=message["offset"], data=message["data"])
        self.position = (answer["epoch"], messages[-1]["offset"] if messages else answer["offset"])


class JsonReader(Reader):
    protocol = "json"

    async def visit(self):
        socket = await wire.Socket.open_at(self.server.push, "/connect?resume=true", "wsactors.v1.json")
        try:
            await socket.receive()
            self.ask_since()
            since = {"since": dict(zip(("epoch", "offset"), self.position))} if self.position else {}
            socket.say(type="subscribe", id=1, topic=self.topic, **since)
            while self.take(json.loads(await self.next(asyncio.ensure_future(socket.receive())))):
                pass
        finally:
            socket.cut()

    def take(self, said):
        kind = said["type"]
        if kind == "subscribed":
            self.position = (said["epoch"], said["offset"])
            return self.tell("stands", epoch=said["epoch"], offset=said["offset"], recovered=said.get("recovered"))
        if kind == "gap":
            self.position = (self.position[0], said["to"])
            return self.tell("gap", **{"from": said["from"], "to": said["to"], "reason": said["reason"]})
        if kind == "message":
            self.position = (self.position[0], said["offset"])
            return self.tell("message", offset=said["offset"], data=said["data"])
        return kind == "goodbye"


class StreamReader(Reader):
    """An EventSource: it knows nothing but the id of the last event."""

    protocol = "event stream"
    _last_id = None

    async def visit(self):
        headers = ["Accept: text/event-stream"] + ([f"Last-Event-ID: {self._last_id}"] if self._last_id else [])
        # A browser reconnects with the address that it began with, however old the position in it is.
        stream = await wire.Connection.open(self.server.push, "GET", f"/topics/{self.topic}?since=gone-7", headers) \
            if self._last_id else await wire.Connection.open(self.server.push, "GET", f"/topics/{self.topic}", headers)
        self.ask_since()
        chunks, text = stream.chunks(), b""
        try:
            while True:
                while b"\n\n" in text:
                    event, _, text = text.partition(b"\n\n")
                    if not self.take(event.decode()):
                        return
                text += await self.next(asyncio.ensure_future(anext(chunks)))
        except StopAsyncIteration:
            pass
        finally:
            stream.cut()

    def take(self, text):
        fields = [line.partition(": ") for line in text.split("\n") if line and not line.startswith(":")]
        if not fields:
            return True
        values = {field: value for field, _, value in fields}
        data = "\n".join(value for field, _, value in fields if field == "data")
        if "id" not in values:
            return self._note(values.get("event", "message"), data, None)

        self._last_id = values["id"]
        epoch, _, offset = self._last_id.rpartition("-")
        self.position = (epoch, int(offset))
        goes_on = self._note(values.get("event", "message"), data, int(offset))
        self.tell("id", epoch=epoch, offset=int(offset))
        return goes_on

    def _note(self, name, data, offset):
        if name == "message":
            return self.tell("message", offset=offset, data=json.loads(data))
        said = json.loads(data)
        if name == "subscribed":
            return self.tell("stands", epoch=said["epoch"], offset=said["offset"], recovered=said.get("recovered"))
        if name == "gap":
            return self.tell("gap", **{"from": said["from"], "to": said["to"], "reason": said["reason"]})
        return name == "goodbye"


class PollReader(Reader):
    protocol = "poll"

    async def visit(self):
        since = "&since={1}&epoch={0}".format(*self.position) if self.position else ""
        target = f"/topics/{self.topic}?poll=true{since}"
        _, answer = await self.next(asyncio.ensure_future(wire.ask(self.server.push, "GET", target)))
        # Some answers are lost on their way.
        if "offset" in answer and self.chance.random() < 0.9:
            self.ask_since()
            self.take_answer(answer)


class ApiReader(Reader):
    protocol = "admin API"

    async def visit(self):
        since = "?limit=100&since={1}&epoch={0}".format(*self.position) if self.position else "?limit=1"
        status, answer = await wire.ask(self.server.admin, "GET", f"/api/topics/{self.topic}/messages{since}", expect=(200, 404))
        if status == 200:
            self.ask_since()
            self.take_answer(answer)


class HistoryReader(Reader):
    """The history command, page by page, on one connection."""

    protocol = "history"

    async def visit(self):
        socket = await wire.Socket.open_at(self.server.push, "/connect", "wsactors.v1.json")
        try:
            await socket.receive()
            for number in itertools.count(1):
                since = {"since": dict(zip(("epoch", "offset"), self.position)), "limit": 100} if self.position else {"limit": 1}
                socket.say(type="history", id=number, topic=self.topic, **since)
                answer = json.loads(await self.next(asyncio.ensure_future(socket.receive())))
                if answer["type"] == "history":
                    self.ask_since()
                    self.take_answer(answer)
                elif answer.get("code") != "unknown_topic":
                    return
                if self._budget <= 0:
                    return
                await asyncio.sleep(0.05)
        finally:
            socket.cut()


class PlainReader(Reader):
    """Payloads only: it takes its first position from the API and counts from there."""

    protocol = "plain"

    async def visit(self):
        if not await self._find_position():
            return
        socket = await wire.Socket.open_at(self.server.push, "/topics/{0}?since={2}&epoch={1}".format(self.topic, *self.position))
        self.ask_since()
        try:
            while True:
                data = json.loads(await self.next(asyncio.ensure_future(socket.receive())))
                self.position = (self.position[0], self.position[1] + 1)
                if not self.tell("message", data=data):
                    return
        except wire.Closed as closed:
            if closed.code == 4106:
                self.tell("closed", code=closed.code)
                self.position = None
            raise
        finally:
            socket.cut()

    async def _find_position(self):
        if self.position is None:
            status, topic = await wire.ask(self.server.admin, "GET", f"/api/topics/{self.topic}", expect=(200, 404))
            if status == 404:
                await asyncio.sleep(0.05)
                return False
            self.position = (topic["epoch"], topic["offset"])
            self.tell("reloaded", epoch=topic["epoch"], offset=topic["offset"])
        return True


ALL = [JsonReader, StreamReader, PollReader, ApiReader, HistoryReader, PlainReader]
