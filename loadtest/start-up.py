"""Starts servers in turn and measures each start:   start-up.py STARTS NAME=[VARIABLE=VALUE …] PROGRAM … [-- --SETTING=VALUE …]

start-up.sh describes the arguments and prints what the machine is.
"""
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HANDSHAKE = (b"GET /connect HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
             b"Sec-WebSocket-Protocol: wsactors.v1.json\r\n\r\n")
LIMIT = 30
COLUMNS = ("listening ms", "first 101 ms", "CPU ms", "RSS MB", "anonymous MB")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_milliseconds(pid):
    """User and system time of all threads, those that have ended included: the process's own clock (clock_getcpuclockid)."""
    return time.clock_gettime((~pid << 3) | 2) * 1000


def resident_megabytes(pid):
    with open(f"/proc/{pid}/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return [int(fields[key].split()[0]) / 1024 for key in ("VmRSS", "RssAnon")]


def first_101(port, deadline):
    """Connects as soon as the port is bound, and returns a socket on which the response has begun."""
    while time.monotonic() < deadline:
        client = socket.socket()
        client.settimeout(LIMIT)
        try:
            client.connect(("127.0.0.1", port))
            client.sendall(HANDSHAKE)
            if client.recv(12).startswith(b"HTTP/1.1 101"):
                return client
        except ConnectionError:
            pass
        client.close()
        time.sleep(0.002)
    raise TimeoutError("no 101")


def measure(words, settings):
    variables = dict(word.split("=", 1) for word in words[:-1])
    program = os.path.abspath(words[-1])
    command = ["dotnet", program] if program.endswith(".dll") else [program]
    port = free_port()
    command += [f"--WsActors:Push:Port={port}", "--WsActors:Admin:Port=0", *settings]
    seen = {}
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder, env={**os.environ, **variables})

        def read():
            for line in server.stdout:
                seen.setdefault("log", []).append(line)
                if "Push listener on" in line:
                    seen["listening"] = (time.monotonic() - begun) * 1000

        reader = threading.Thread(target=read)
        reader.start()
        try:
            client = first_101(port, begun + LIMIT)
            answered = (time.monotonic() - begun) * 1000
            figures = [answered, cpu_milliseconds(server.pid), *resident_megabytes(server.pid)]
            client.close()
            while "listening" not in seen and server.poll() is None and time.monotonic() < begun + LIMIT:
                time.sleep(0.005)
            return [seen["listening"], *figures]
        except (TimeoutError, KeyError):
            sys.exit(f"{program} did not start:\n{''.join(seen.get('log', []))}")
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(LIMIT)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
            reader.join()


def main():
    starts, arguments = int(sys.argv[1]), sys.argv[2:]
    settings = []
    if "--" in arguments:
        split = arguments.index("--")
        arguments, settings = arguments[:split], arguments[split + 1:]
    builds = {name: command.split() for name, command in (argument.split("=", 1) for argument in arguments)}
    results = {name: [] for name in builds}
    for start in range(starts + 1):
        for name, words in builds.items():
            figures = measure(words, settings)
            if start > 0:
                results[name].append(figures)

    print(f"\n| build, medians of {starts} starts | {' | '.join(COLUMNS)} |")
    print("| --- |" + " --: |" * len(COLUMNS))
    for name, rows in results.items():
        cells = [f"{statistics.median(column):.0f}" for column in zip(*rows)]
        spread = [f" ({min(column):.0f} to {max(column):.0f})" for column in zip(*rows)]
        print(f"| {name} | {cells[0]}{spread[0]} | {cells[1]}{spread[1]} | {' | '.join(cells[2:])} |")


main()
