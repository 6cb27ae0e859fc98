"""What the server has acknowledged: under which offset of which epoch each publication stands."""
import asyncio
import itertools

import wire


class Ledger:
    def __init__(self):
        self._logs = {}
        self._places = {}
        self._epochs = {}
        self.in_doubt = set()

    def acknowledge(self, topic, epoch, offset, data):
        self._logs.setdefault((topic, epoch), {})[offset] = data
        self._places[topic, data] = (epoch, offset)
        self._epochs[topic] = epoch

    def at(self, topic, epoch, offset):
        """The publication there; None: none was acknowledged."""
        return self._logs.get((topic, epoch), {}).get(offset)

    def place(self, topic, data):
        """The epoch and offset of a publication; None while it is not acknowledged."""
        return self._places.get((topic, data))

    def end(self, topic):
        """The position of the last acknowledged publication."""
        epoch = self._epochs.get(topic)
        return epoch and (epoch, max(self._logs[topic, epoch]))


class Publisher:
    """Publishes numbered texts. A request without an answer is repeated under its keys until there is one."""

    def __init__(self, server, ledger):
        self._server, self._ledger = server, ledger
        self._numbers = itertools.count(1)

    async def publish(self, topic, count):
        texts = [f"{topic} {next(self._numbers)}" for _ in range(count)]
        batch = {"messages": [{"topics": [topic], "data": text, "idempotencyKey": text} for text in texts]}
        while True:
            try:
                _, answer = await wire.ask(self._server.admin, "POST", "/api/publish", batch)
                results = [result["topics"][0] for result in answer["results"]]
                if all("offset" in result for result in results):
                    break
            except (OSError, EOFError, wire.Refused):
                pass
            self._ledger.in_doubt.update(texts)
            await asyncio.sleep(0.05)

        for text, result in zip(texts, results):
            self._ledger.acknowledge(topic, result["epoch"], result["offset"], text)
