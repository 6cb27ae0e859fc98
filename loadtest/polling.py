"""Clients for loadtest/polling.sh: each message of one per second must reach all of them.

    polling.py poll HOST:PORT PID CLIENTS SECONDS INTERVAL    each asks every INTERVAL seconds over a connection that it keeps
    polling.py push HOST:PORT PID CLIENTS SECONDS ADMIN       each is subscribed over a WebSocket; ADMIN is http://host:port

Prints one row of a table: requests, bytes and delays of all clients together, and the processor time of the server, from Linux's /proc.
"""
import asyncio
import json
import os
import random
import sys
import time

# Of a page's fetch() in Chromium; the cookie or token that a real page sends as well is left out.
HEADERS = ("Host: localhost\r\nConnection: keep-alive\r\nsec-ch-ua-platform: \"Linux\"\r\n"
           "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n"
           "sec-ch-ua: \"Chromium\";v=\"142\"\r\nsec-ch-ua-mobile: ?0\r\nAccept: */*\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n"
           "Sec-Fetch-Dest: empty\r\nReferer: http://localhost/\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n")


class Figures:
    def __init__(self):
        self.requests = self.bytes = 0
        self.delays = []
        self.is_counting = False

    def count(self, requests, size):
        if self.is_counting:
            self.requests += requests
            self.bytes += size

    def receive(self, message):
        if message["counts"]:
            self.delays.append(time.monotonic() - message["sent"])


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def exchange(reader, writer, head, body=b""):
    """One request and its response over a connection that is kept: the body, and the bytes of both."""
    request = head.encode() + body
    writer.write(request)
    answer = await reader.readuntil(b"\r\n\r\n")
    if not answer.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(answer.decode())
    fields = dict(line.lower().split(b":", 1) for line in answer.split(b"\r\n")[1:] if b":" in line)
    if b"content-length" in fields:
        content = await reader.readexactly(int(fields[b"content-length"]))
        return content, len(request) + len(answer) + len(content)
    content, framing = b"", 0
    while size := int(line := await reader.readuntil(b"\r\n"), 16):
        content += await reader.readexactly(size)
        framing += len(line) + len(await reader.readexactly(2))
    return content, len(request) + len(answer) + len(content) + framing + len(line) + len(await reader.readexactly(2))


async def poll(host, port, figures, interval):
    await asyncio.sleep(random.random() * interval)
    reader, writer = await asyncio.open_connection(host, port)
    since = 0
    while True:
        began = time.monotonic()
        body, size = await exchange(reader, writer, f"GET /news?since={since} HTTP/1.1\r\n{HEADERS}\r\n")
        figures.count(1, size)
        answer = json.loads(body)
        since = answer["next"]
        for message in answer["messages"]:
            figures.receive(message)
        await asyncio.sleep(max(0, began + interval - time.monotonic()))


async def listen(host, port, figures, _):
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET /topics/news HTTP/1.1\r\n{HEADERS.replace('keep-alive', 'Upgrade')}Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
    if b" 101 " not in await reader.readuntil(b"\r\n\r\n"):
        raise ConnectionError("no WebSocket")
    while True:
        first, length = await reader.readexactly(2)
        extended = await reader.readexactly(2) if length == 126 else b""
        payload = await reader.readexactly(int.from_bytes(extended, "big") if extended else length)
        figures.count(0, 2 + len(extended) + length)
        if first & 0x0F == 1:
            figures.receive(json.loads(payload))
        elif first & 0x0F == 9:
            writer.write(bytes((0x8A, 0x80 | len(payload))) + b"\0\0\0\0" + payload)
            figures.count(0, 6 + len(payload))


async def publish(address, path, seconds, figures):
    reader, writer = await asyncio.open_connection(*address)
    for counts in [False] * 3 + [True] * seconds + [False]:
        figures.is_counting = counts
        body = json.dumps({"counts": counts, "sent": time.monotonic(), "text": "x" * 100}).encode()
        await exchange(reader, writer, f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n", body)
        yield counts
        await asyncio.sleep(1)


async def main(kind, server, pid, clients, seconds, last):
    host, port = server.split(":")
    client, interval = (poll, float(last)) if kind == "poll" else (listen, None)
    address, path = ((host, port), "/news") if kind == "poll" else (last.removeprefix("http://").split(":"), "/api/topics/news/messages")
    figures = Figures()
    tasks = [asyncio.create_task(client(host, port, figures, interval)) for _ in range(int(clients))]
    await asyncio.sleep(interval or 2)
    began = cpu_began = cpu_ended = ended = None
    async for counts in publish(address, path, int(seconds), figures):
        if counts and began is None:
            began, cpu_began = time.monotonic(), cpu_seconds(pid)
        elif began is not None and not counts:
            ended, cpu_ended = time.monotonic(), cpu_seconds(pid)
    await asyncio.sleep(interval or 1)
    for task in tasks:
        if task.done():
            raise task.exception()
        task.cancel()
    expected = int(clients) * int(seconds)
    if len(figures.delays) != expected:
        raise SystemExit(f"{len(figures.delays)} messages arrived instead of {expected}")
    delays = sorted(figures.delays)
    took = ended - began
    name = f"polling every {last} s" if kind == "poll" else "WsActors"
    print(f"| {name} | {figures.requests / took:,.0f} | {figures.bytes / took:,.0f} | {delays[len(delays) // 2] * 1000:,.1f} ms "
          f"| {delays[len(delays) * 99 // 100] * 1000:,.1f} ms | {(cpu_ended - cpu_began) / took * 100:.1f} % |")


asyncio.run(main(*sys.argv[1:]))
