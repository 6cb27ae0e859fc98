"""The client's side of a WebSocket in as little as can be, for inbound.py, new-names.py and steady-readers.py."""
import socket

TIMEOUT_SECONDS = 30


def connected(address, target, headers=""):
    """Connects and shakes hands; returns the socket and the bytes that came behind the answer."""
    client = socket.create_connection(address, timeout=TIMEOUT_SECONDS)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.sendall((f"GET {target} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{headers}\r\n").encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        some = client.recv(4096)
        if not some:
            raise ConnectionError("the server closed the connection during the handshake")
        answer += some
    head, early = answer.split(b"\r\n\r\n", 1)
    if not head.startswith(b"HTTP/1.1 101"):
        raise ConnectionError(head.split(b"\r\n")[0].decode())
    return client, early


def frame(first, payload):
    """A masked frame with this first byte; a mask of zeros leaves the payload as it is (RFC 6455 §5.3)."""
    length = len(payload)
    head = bytes((first, 0x80 | length)) if length < 126 else bytes((first, 0xFE)) + length.to_bytes(2, "big")
    return head + b"\0\0\0\0" + payload
