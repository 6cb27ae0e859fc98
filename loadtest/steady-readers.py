#!/usr/bin/env python3
"""Readers at steady rates, for steady-readers.sh.

Some read a feed of 200 KB/s whose topic delivers the latest state, some catch up on a log of 12 MB. Each reads its rate in small steps, never
pauses, and answers pings. Prints a Markdown table: how old the data was, how the connection ended, and the server's memory.
"""

import argparse
import http.client
import os
import statistics
import struct
import threading
import time
from urllib.parse import urlsplit

from ws_client import connected, frame

MESSAGE = 4096
FEED_RATE = 50  # publications per second: 200 KB/s
LOG_MESSAGES = 3000  # 12 MB
STEP = 0.05  # seconds between two reads


def body(now):
    stamp = f"{now:.6f} ".encode()
    return stamp + b"x" * (MESSAGE - len(stamp))


class Publisher:
    def __init__(self, admin, topic):
        self.connection = http.client.HTTPConnection(urlsplit(admin).netloc, timeout=60)
        self.path = f"/api/topics/{topic}/messages"

    def publish(self):
        self.connection.request("POST", self.path, body(time.monotonic()), {"Content-Type": "text/plain"})
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"publishing failed with {answer.status}")


class Reader(threading.Thread):
    """One WebSocket that reads so many kilobytes per second until the time is over or the server ends it."""

    def __init__(self, push, target, kilobytes, until):
        super().__init__(daemon=True)
        self.push, self.target, self.kilobytes, self.until = push, target, kilobytes, until
        self.ages, self.messages, self.ended, self.buffer = [], 0, "open", bytearray()

    def run(self):
        self.begun = time.monotonic()
        try:
            self.read()
        except OSError as fault:
            self.end(type(fault).__name__)

    def read(self):
        address = urlsplit(self.push)
        self.socket, early = connected((address.hostname, address.port), self.target)
        self.buffer += early
        self.frames()
        due, piece = time.monotonic(), int(self.kilobytes * 1000 * STEP)
        while self.ended == "open" and time.monotonic() < self.until:
            # Never more than the rate: what a delay of this program has missed is not made up for.
            due = max(due + STEP, time.monotonic())
            time.sleep(max(0, due - time.monotonic()))
            self.socket.settimeout(max(0.1, self.until - time.monotonic()))
            try:
                part = self.socket.recv(piece)
            except TimeoutError:
                return
            if not part:
                self.end("the stream ended")
            self.buffer += part
            self.frames()

    def frames(self):
        while self.ended == "open" and len(self.buffer) >= 2:
            opcode, length, start = self.buffer[0] & 15, self.buffer[1], 2
            if length == 126:
                start = 4
            elif length == 127:
                start = 10
            if len(self.buffer) < start:
                return
            if start == 4:
                length = struct.unpack_from(">H", self.buffer, 2)[0]
            elif start == 10:
                length = struct.unpack_from(">Q", self.buffer, 2)[0]
            if len(self.buffer) < start + length:
                return
            payload = bytes(self.buffer[start:start + length])
            del self.buffer[:start + length]
            self.frame(opcode, payload)

    def frame(self, opcode, payload):
        if opcode == 8:
            self.end(f"closed with {struct.unpack('>H', payload[:2])[0]}")
        elif opcode == 9:
            self.socket.sendall(frame(0x8A, payload))
        else:
            self.messages += 1
            self.ages.append(time.monotonic() - float(payload.split(b" ", 1)[0]))

    def end(self, how):
        self.ended = f"{how} after {time.monotonic() - self.begun:.0f} s"


class Memory(threading.Thread):
    """The most that the server process and the kernel's TCP held."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.before = pid, (self.resident(pid), self.kernel())
        self.most = self.before

    def run(self):
        while True:
            self.most = (max(self.most[0], self.resident(self.pid)), max(self.most[1], self.kernel()))
            time.sleep(0.5)

    @staticmethod
    def resident(pid):
        with open(f"/proc/{pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    @staticmethod
    def kernel():
        with open("/proc/net/sockstat") as status:
            pages = next(int(line.split()[-1]) for line in status if line.startswith("TCP"))
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--push", required=True)
    parser.add_argument("--admin", required=True)
    parser.add_argument("--server-pid", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--rates", type=float, nargs="+", default=[4, 16, 32, 64, 128, 256], help="kilobytes per second")
    options = parser.parse_args()

    log = Publisher(options.admin, "log")
    for _ in range(LOG_MESSAGES):
        log.publish()

    memory = Memory(options.server_pid)
    memory.start()
    until = time.monotonic() + options.seconds
    feed = [(rate, Reader(options.push, "/topics/feed.1", rate, until)) for rate in options.rates]
    behind = [(rate, Reader(options.push, "/topics/log?since=0", rate, until)) for rate in options.rates]
    for _, reader in feed + behind:
        reader.start()

    publisher, due = Publisher(options.admin, "feed.1"), time.monotonic()
    while time.monotonic() < until:
        publisher.publish()
        due = max(due + 1 / FEED_RATE, time.monotonic() - 1)
        time.sleep(max(0, due - time.monotonic()))
    for _, reader in feed + behind:
        reader.join(10)

    print(f"| reader, for {options.seconds:.0f} s | messages | age of the data: median | oldest | end |")
    print("| --- | --- | --- | --- | --- |")
    for rate, reader in feed:
        # The first messages are fresh for every reader: what counts is how it goes on.
        ages = reader.ages[len(reader.ages) // 3:]
        median, oldest = (f"{statistics.median(ages):.1f} s", f"{max(ages):.1f} s") if ages else ("-", "-")
        print(f"| feed, {rate:g} KB/s | {reader.messages} | {median} | {oldest} | {reader.ended} |")
    for rate, reader in behind:
        print(f"| 12 MB to catch up on, {rate:g} KB/s | {reader.messages} | | | {reader.ended} |")
    print()
    print(f"Server: {memory.before[0]:.0f} MB resident before, {memory.most[0]:.0f} MB at most. "
          f"Kernel, all TCP of this machine: {memory.before[1]:.1f} MB before, {memory.most[1]:.1f} MB at most.")


main()
