"""Checks from outside that no message is lost in silence, knowing the manual (docs/) only:

    python3 tests/clients/recovery [--seed N] [--seconds N] -- dotnet WsActors.Server.dll

Starts that server and runs a reader of every protocol on durable, in-memory, short and soon forgotten topics, cuts the readers
off at random, kills, stops and restarts the server while publications go on, and judges everything that each reader was told:
every publication once and in order, or named by a gap. Afterwards faults are planted into the readings, and each must be found.
Needs Python 3.11 and nothing else. Exit code 0: all is right.
"""
import argparse
import asyncio
import collections
import random
import sys
import tempfile

import faults
import readers
import wire
from judge import Judge
from ledger import Ledger, Publisher
from server import Server

BUSY = ["durable.busy", "memory.busy", "short.busy"]
QUIET = ["durable.quiet", "memory.quiet", "short.quiet"]
PASSING = "passing.quiet"
TOPICS = [*BUSY, *QUIET, PASSING]

# Of each kind of topic: the reasons for which messages may be missing, whether its history never lets one go, or not the latest.
PROMISES = {
    "durable": ([], True, True),
    "memory": (["epoch_changed"], True, True),
    "short": (["not_kept", "epoch_changed"], False, True),
    "passing": (["not_kept", "epoch_changed"], False, False),
}
PLANTS = 5

# A bound on what must come, not an expectation of how long it takes.
PATIENCE = 120


def say(text):
    print(text, flush=True)


class Check:
    def __init__(self, server, seed, seconds):
        self.server, self.seconds, self.chance = server, seconds, random.Random(seed)
        self.ledger = Ledger()
        self.publisher = Publisher(server, self.ledger)
        self.readers = [kind(server, topic, self.ledger, random.Random(self.chance.random())) for kind in readers.ALL for topic in TOPICS]

    async def run(self):
        await self.server.start()
        for topic in TOPICS:
            await self.publisher.publish(topic, 1)
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(reader.run()) for reader in self.readers]
            await self.until("every reader has a position", lambda: all(reader.position for reader in self.readers))
            running += [group.create_task(self.keep_busy(topic)) for topic in BUSY]
            await asyncio.sleep(self.seconds)
            await self.leave_and_return(QUIET, self.restart("SIGKILL"))
            await asyncio.sleep(self.seconds)
            await self.leave_and_return(QUIET, self.restart("SIGTERM"))
            await asyncio.sleep(self.seconds)
            await self.leave_and_return([PASSING], self.forgotten())
            self.is_busy = False
            await self.until("every reader is at the end", lambda: all(reader.is_at_end for reader in self.readers))
            for task in running:
                task.cancel()
        await self.server.end("SIGTERM")

    is_busy = True

    async def keep_busy(self, topic):
        while self.is_busy:
            await self.publisher.publish(topic, self.chance.randint(1, 20))
            await asyncio.sleep(0.05)

    async def leave_and_return(self, topics, meanwhile):
        """The readers have everything and go; something happens, and fewer messages come than there were."""
        concerned = [reader for reader in self.readers if reader.topic in topics]
        for topic in topics:
            await self.publisher.publish(topic, 7)
        await self.until("the quiet topics are read", lambda: all(reader.is_at_end for reader in concerned))
        for reader in concerned:
            await reader.rest()
        await meanwhile
        for topic in topics:
            await self.publisher.publish(topic, 4)
        for reader in concerned:
            reader.wake()
        await self.until("the quiet topics are read again", lambda: all(reader.is_at_end for reader in concerned))

    async def restart(self, signal):
        say(f"{signal} and a new start")
        code = await self.server.end(signal)
        if signal == "SIGTERM" and code != 0:
            raise RuntimeError(f"SIGTERM ended the server with exit code {code}")
        await self.server.start()

    async def forgotten(self):
        say(f"waits until {PASSING} is forgotten")
        async with asyncio.timeout(PATIENCE):
            while (await wire.ask(self.server.admin, "GET", f"/api/topics/{PASSING}", expect=(200, 404)))[0] == 200:
                await asyncio.sleep(0.1)

    async def until(self, what, holds):
        say(f"waits until {what}")
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds():
                    await asyncio.sleep(0.05)
        except TimeoutError:
            late = [f"{reader.protocol} {reader.topic} at {reader.position}, not {self.ledger.end(reader.topic)}" for reader in self.readers if not reader.is_at_end]
            raise RuntimeError(f"{PATIENCE} s have passed before {what}: {late}") from None

    def judge(self, topic, events):
        return Judge(topic, self.ledger, *PROMISES[topic.partition(".")[0]]).read(events).finish()

    def verdict(self):
        violations, totals = [], collections.Counter()
        for reader in self.readers:
            judged = self.judge(reader.topic, reader.events)
            violations += [f"{reader.protocol}, {violation}" for violation in judged.violations]
            totals[reader.protocol, "deliveries"] += judged.deliveries
            totals[reader.protocol, "gaps"] += judged.gaps
            totals[reader.protocol, "requests"] += judged.connections
            totals[reader.protocol, "cuts"] += reader.cuts
        for kind in readers.ALL:
            say(kind.protocol + ": " + ", ".join(f"{totals[kind.protocol, name]} {name}" for name in ("deliveries", "requests", "cuts", "gaps")))
            if not totals[kind.protocol, "gaps"]:
                violations.append(f"{kind.protocol}: the run has not shown a lost log")
        return violations

    def plant(self):
        """Which planted faults are not found."""
        missed = []
        for fault in faults.ALL:
            planted = 0
            for reader in self.readers:
                for _ in range(PLANTS):
                    spoiled = fault(reader.events, self.chance)
                    if spoiled is None:
                        continue
                    planted += 1
                    if not self.judge(reader.topic, spoiled).violations:
                        missed.append(f"{fault.__name__} in {reader.protocol}, {reader.topic}")
            say(f"planted: {fault.__name__} {planted} times")
        return missed


async def main():
    parser = argparse.ArgumentParser(description="Checks that the server loses no message in silence.")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000), help="repeats the random choices of a run")
    parser.add_argument("--seconds", type=float, default=2, help="between two restarts")
    parser.add_argument("command", nargs="+", help="starts the server")
    options = parser.parse_args()
    say(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as directory:
        check = Check(Server(options.command, directory), options.seed, options.seconds)
        try:
            await check.run()
        finally:
            check.server.kill_if_running()
    violations, missed = check.verdict(), check.plant()
    for line in violations[:20]:
        say(f"violation: {line}")
    for line in missed[:20]:
        say(f"not found: {line}")
    say("right" if not violations and not missed else f"{len(violations)} violations, {len(missed)} planted faults not found")
    sys.exit(bool(violations or missed))


asyncio.run(main())
