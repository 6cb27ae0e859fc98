"""HTTP/1.1 and WebSockets (RFC 6455) over asyncio, as little as the checker needs; no compression."""
import asyncio
import base64
import json
import os
import struct


class Refused(Exception):
    """The server answered with a status that the caller did not expect."""


class Connection:
    """One TCP connection with the head of its HTTP answer read."""

    def __init__(self, reader, writer):
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, address, method, target, headers=(), body=b"", expect=(200,)):
        reader, writer = await asyncio.open_connection(*address)
        self = cls(reader, writer)
        lines = [f"{method} {target} HTTP/1.1", f"Host: {address[0]}:{address[1]}", *headers]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        self.status = int(head[0].split()[1])
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        if self.status not in expect:
            self.cut()
            raise Refused(f"{method} {target}: {head[0]}")
        return self

    def cut(self):
        """Gone without a word: what the server has sent and we have not read is lost."""
        self._writer.transport.abort()

    async def body(self):
        if self.headers.get("transfer-encoding") != "chunked":
            return await self._reader.readexactly(int(self.headers.get("content-length", 0)))
        return b"".join([chunk async for chunk in self.chunks()])

    async def chunks(self):
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            yield (await self._reader.readexactly(size + 2))[:-2]


async def ask(address, method, target, body=None, expect=(200,)):
    """One request and the JSON of its answer."""
    headers = ["Connection: close"] + (["Content-Type: application/json"] if body is not None else [])
    connection = await Connection.open(address, method, target, headers, json.dumps(body).encode() if body is not None else b"", expect)
    try:
        text = await connection.body()
    finally:
        connection.cut()
    return connection.status, json.loads(text) if text.startswith((b"{", b"[")) else None


class Closed(Exception):
    """The server has closed the socket."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Socket(Connection):
    @classmethod
    async def open_at(cls, address, target, subprotocol=None):
        key = base64.b64encode(os.urandom(16)).decode()
        headers = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
        if subprotocol:
            headers.append(f"Sec-WebSocket-Protocol: {subprotocol}")
        return await cls.open(address, "GET", target, headers, expect=(101,))

    def send(self, opcode, payload):
        mask = os.urandom(4)
        length = len(payload)
        head = bytes([0x80 | opcode, 0x80 | length]) if length < 126 else bytes([0x80 | opcode, 0x80 | 126]) + struct.pack("!H", length)
        self._writer.write(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))

    def say(self, **command):
        self.send(1, json.dumps(command).encode())

    async def receive(self):
        """The next message's text."""
        while True:
            first, length = await self._reader.readexactly(2)
            if length >= 126:
                length = int.from_bytes(await self._reader.readexactly(2 if length == 126 else 8), "big")
            payload = await self._reader.readexactly(length)
            opcode = first & 0x0F
            if opcode == 8:
                raise Closed(int.from_bytes(payload[:2], "big") if payload else None)
            if opcode == 9:
                self.send(10, payload)
            elif opcode in (1, 2):
                return payload.decode()
