"""Debian's python3-websockets in the interop tests: /usr/bin/python3 interop.py [--no-deflate] [--trust=PEM]

Commands and events are those of interop-sockets.mjs, one JSON object a line.
"""
import asyncio
import hashlib
import json
import ssl
import sys

import websockets


class Client:
    def __init__(self, compression, trust):
        self._compression = compression
        self._trust = trust
        self._listener = None
        self._talker = None
        self._tasks = []

    async def listen(self, url, count):
        self._listener = await self._connect(url)
        extensions = [extension.name for extension in self._listener.extensions]
        report("listening", extensions=", ".join(extensions))
        self._later(self._hear(count))

    async def talk(self, url, topic):
        self._talker = await self._connect(url, subprotocols=["wsactors.v1.json"])
        await self._expect("welcome")
        await self._say(type="subscribe", id=1, topic=topic)
        await self._expect("subscribed")
        report("talking")

    async def ping(self):
        await self._say(type="ping", id=2)
        await self._expect("pong")
        await (await self._talker.ping("are you there?"))
        report("ponged")
        self._later(self._wait_for_dismissal())

    async def leave(self):
        await self._listener.close(1000, "done")
        report("left", code=self._listener.close_code)

    def _connect(self, url, **options):
        return websockets.connect(url, compression=self._compression, ssl=self._trust if url.startswith("wss:") else None, **options)

    async def _hear(self, count):
        digests = [digest(await self._listener.recv()) for _ in range(count)]
        report("heard", digests=digests)

    async def _wait_for_dismissal(self):
        await self._talker.wait_closed()
        report("dismissed", code=self._talker.close_code, reason=self._talker.close_reason)

    async def _say(self, **command):
        await self._talker.send(json.dumps(command))

    async def _expect(self, kind):
        answer = json.loads(await self._talker.recv())
        if answer["type"] != kind:
            raise RuntimeError(f"{kind} was expected, not {answer}")

    # asyncio itself keeps no task alive, and nobody awaits these: one that fails must end the script.
    def _later(self, work):
        task = asyncio.create_task(work)
        task.add_done_callback(lambda done: done.exception() and fail(done.exception()))
        self._tasks.append(task)


def digest(message):
    """As Pushes.Digest has it."""
    kind, payload = ("text", message.encode()) if isinstance(message, str) else ("binary", message)
    return f"{kind} {len(payload)} {hashlib.sha256(payload).hexdigest()[:16]}"


def report(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


def fail(exception):
    report("failed", message=repr(exception))
    asyncio.get_running_loop().stop()


async def main(arguments):
    trust = ssl.create_default_context()
    for argument in arguments:
        if argument.startswith("--trust="):
            trust.load_verify_locations(argument.removeprefix("--trust="))
    client = Client(None if "--no-deflate" in arguments else "deflate", trust)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        await getattr(client, command.pop("do"))(**command)


asyncio.run(main(sys.argv[1:]))
