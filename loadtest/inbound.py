"""Clients for loadtest/inbound.sh: attackers that begin messages and do not end them, flooders, and honest clients.

    inbound.py hold PORT PATH COUNT SECONDS    unfinished compressed messages on COUNT connections, reopened where they are closed
    inbound.py flood PORT COUNT SECONDS        COUNT connections send compressed messages to /echo as fast as they can, and come back
    inbound.py honest PORT COUNT SECONDS       COUNT connections send a ping each 50 ms; prints the latencies of the pongs

Loopback only. Each prints one line. Messages inflate to the largest of SIZES that the server accepts.
"""
import os
import select
import socket
import sys
import threading
import time
import zlib

from ws_client import connected, frame

SIZES = (16 * 1024 * 1024 - 1, 65_535)
OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n"
BINARY_FRAGMENT, BINARY = 0x42, 0xC2


def deflated(zeros):
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(bytes(zeros)) + compressor.flush(zlib.Z_SYNC_FLUSH)


def connect(port, path, headers=""):
    return connected(("127.0.0.1", port), path, headers)


def largest_accepted(port, path):
    """What a message may inflate to, as a client finds it out: a close frame means that it was too much."""
    for size in SIZES:
        client, _ = connect(port, path, OFFER)
        with client:
            client.sendall(frame(BINARY_FRAGMENT, deflated(size)))
            client.settimeout(3)
            try:
                while data := client.recv(4096):
                    if b"\x03\xf1" in data:
                        break
                else:
                    continue
            except TimeoutError:
                return size
            except ConnectionError:
                continue
    return SIZES[-1]


def hold(port, path, count, seconds):
    bomb = frame(BINARY_FRAGMENT, deflated(largest_accepted(port, path)))
    poll, clients, opened, refused = select.poll(), {}, 0, 0

    def add():
        nonlocal opened, refused
        try:
            client, _ = connect(port, path, OFFER)
            client.sendall(bomb)
        except OSError:
            refused += 1
            return
        clients[client.fileno()] = client
        poll.register(client, select.POLLIN)
        opened += 1

    start = time.monotonic()
    dead = 0
    while len(clients) < count and dead < 50:
        before = refused
        add()
        dead = dead + 1 if refused > before else 0
    end = max(start + seconds, time.monotonic() + 5)
    while time.monotonic() < end and dead < 50:
        closed = 0
        for descriptor, _ in poll.poll(200):
            client = clients[descriptor]
            try:
                data = client.recv(65536)
            except OSError:
                data = b""
            # A close frame, or the end of the stream: the attacker comes back.
            if not data or b"\x88" in data:
                poll.unregister(descriptor)
                clients.pop(descriptor).close()
                closed += 1
        for _ in range(closed):
            before = refused
            add()
            dead = dead + 1 if refused > before else 0
    print(f"opened={opened} held={len(clients)} refused={refused} sent_mb={opened * len(bomb) / 1e6:.1f}", flush=True)


def flood(port, count, seconds):
    bomb = frame(BINARY, deflated(largest_accepted(port, "/echo")))
    end = time.monotonic() + seconds
    sent, opened = [0] * count, [0] * count

    def attack(index):
        while time.monotonic() < end:
            try:
                client, _ = connect(port, "/echo", OFFER)
                opened[index] += 1
                client.settimeout(0.2)
                with client:
                    while time.monotonic() < end:
                        try:
                            sent[index] += client.send(bomb)
                        except TimeoutError:
                            pass
                        try:
                            while client.recv(65536, socket.MSG_DONTWAIT):
                                pass
                            break
                        except BlockingIOError:
                            pass
            except OSError:
                time.sleep(0.01)

    run([threading.Thread(target=attack, args=(index,)) for index in range(count)])
    print(f"opened={sum(opened)} sent_mb_s={sum(sent) / 1e6 / seconds:.2f}", flush=True)


def honest(port, count, seconds):
    latencies, lost = [], [0]
    end = time.monotonic() + seconds
    ping = frame(0x81, b'{"type":"ping","id":1}')

    def ask():
        try:
            client, early = connect(port, "/connect")
            with client:
                if b"welcome" not in early:
                    client.recv(4096)
                while time.monotonic() < end:
                    at = time.monotonic()
                    client.sendall(ping)
                    if b"pong" not in client.recv(4096):
                        raise ConnectionError("no pong")
                    latencies.append(time.monotonic() - at)
                    time.sleep(0.05)
        except OSError:
            lost[0] += 1

    run([threading.Thread(target=ask) for _ in range(count)])
    ordered = sorted(latencies) or [float("nan")]
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    print(f"pongs={len(latencies)} lost={lost[0]} p50_ms={middle * 1e3:.1f} p99_ms={high * 1e3:.1f}", flush=True)


def run(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main():
    name, port, *rest = sys.argv[1:]
    if name == "hold":
        hold(int(port), rest[0], int(rest[1]), float(rest[2]))
    elif name == "flood":
        flood(int(port), int(rest[0]), float(rest[1]))
    else:
        honest(int(port), int(rest[0]), float(rest[1]))
    # Sockets are closed by the kernel, all at once.
    os._exit(0)


main()
