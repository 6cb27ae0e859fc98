"""Measures deliveries per second with one connection tapped and without, in turns, on a server that is under load; see tap.sh."""

import argparse
import http.client
import json
import socket
import statistics
import sys
import threading
import time
import urllib.parse
import urllib.request


class Refused(Exception):
    """The node does not allow the tap."""


class Tap(threading.Thread):
    """Reads a tap until it is closed, and counts its frames."""

    def __init__(self, admin, connection):
        super().__init__(daemon=True)
        self.frames = 0
        self.skipped = 0
        self.http = http.client.HTTPConnection(urllib.parse.urlsplit(admin).netloc, timeout=60)
        self.http.request("GET", f"/api/connections/{connection}/tap")
        self.response = self.http.getresponse()
        if self.response.status != 200:
            raise Refused(f"{self.response.status} {json.loads(self.response.read())['detail']}")
        self.socket = self.http.sock
        self.start()

    def run(self):
        kind = b""
        try:
            for line in self.response:
                if line.startswith(b"event: "):
                    kind = line[7:].strip()
                elif kind == b"frame" and line.startswith(b"data: "):
                    self.frames += 1
                elif kind == b"skipped" and line.startswith(b"data: "):
                    self.skipped += json.loads(line[6:])["count"]
        except (OSError, http.client.HTTPException):
            pass  # Closed by the other thread.

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.join()
        self.http.close()


def get(url):
    with urllib.request.urlopen(url, timeout=30) as response:
        return response.read().decode()


def figures(admin):
    return json.loads(get(f"{admin}/api/node"))["figures"]


def wait_for_load(admin, connections):
    deadline = time.monotonic() + 300
    while True:
        now = figures(admin)
        if now["subscriptions"] >= connections and now["deliveries"] > 20 * connections:
            return
        if time.monotonic() > deadline:
            sys.exit(f"no load of {connections} connections within five minutes: {now}")
        time.sleep(1)


def measure(admin, seconds):
    before, begun = figures(admin)["deliveries"], time.monotonic()
    time.sleep(seconds)
    after, ended = figures(admin)["deliveries"], time.monotonic()
    return (after - before) / (ended - begun)


def refuse_one_too_many(admin, connection, max_taps):
    """Returns the error that the tap above the limit gets."""
    taps = [Tap(admin, connection) for _ in range(max_taps)]
    try:
        Tap(admin, connection)
        return None
    except Refused as refused:
        return str(refused)
    finally:
        for tap in taps:
            tap.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--admin", required=True)
    parser.add_argument("--connections", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--max-taps", type=int, default=4)
    line = parser.parse_args()
    wait_for_load(line.admin, line.connections)
    page = json.loads(get(f"{line.admin}/api/connections?limit=1000"))["connections"]
    connection = next(each["id"] for each in page if each["subscriptions"])

    without, tapped, frames, skipped = [], [], 0, 0
    for round_number in range(line.rounds):
        # Which of the two comes first alternates, too: whatever grows or shrinks during the run concerns both.
        for with_tap in (round_number % 2 == 0, round_number % 2 == 1):
            tap = Tap(line.admin, connection) if with_tap else None
            time.sleep(1)
            rate = measure(line.admin, line.seconds)
            (tapped if with_tap else without).append(rate)
            if tap:
                frames += tap.frames
                skipped += tap.skipped
                tap.close()
            print(f"{'tapped ' if with_tap else 'without'} {rate:12,.0f} deliveries per second", flush=True)

    refusal = refuse_one_too_many(line.admin, connection, line.max_taps)
    medians = statistics.median(without), statistics.median(tapped)
    ratio = medians[1] / medians[0]
    spread = (max(without) - min(without)) / medians[0]
    print(f"\n{line.connections:,} connections, {line.rounds} rounds of {line.seconds:g} s each; medians (lowest to highest):\n")
    print("| | deliveries per second |\n| --- | --- |")
    print(f"| without a tap | {medians[0]:,.0f} ({min(without):,.0f} to {max(without):,.0f}) |")
    print(f"| one connection tapped | {medians[1]:,.0f} ({min(tapped):,.0f} to {max(tapped):,.0f}) |")
    print(f"\nratio {ratio:.3f}; without a tap the rounds differ by {spread:.3f}. The taps showed {frames:,} frames and left out {skipped:,}.")
    print(f"one tap too many: {refusal or 'was NOT refused'}")
    is_within = abs(ratio - 1) <= max(spread, 0.02)
    sys.exit(0 if is_within and frames > 0 and refusal and refusal.startswith("429") and "WsActors:Push:MaxTaps" in refusal else 1)


if __name__ == "__main__":
    main()
