#!/usr/bin/env python3
"""Clients that subscribe to names nobody used before, all at once: how long honest ones wait meanwhile.

    loadtest/new-names.py before=OLD/WsActors.Server.dll after=NEW/WsActors.Server.dll

Starts each build in turn on free ports, with default settings. 400 connections subscribe to 1,000 new names each, pipelined, wait for
the answers, and are then reset at once. Throughout, two processes of their own publish to a topic over HTTP and subscribe a new
client to a new name, one after the other, and note the longest wait of each. Prints a Markdown table. Needs nothing but Python 3;
memory is read from /proc. A run takes a minute at most for each build.
"""
import argparse
import http.client
import json
import multiprocessing
import os
import re
import selectors
import socket
import struct
import subprocess
import sys
import tempfile
import time

from ws_client import connected, frame

SETTLE_SECONDS = 3
ATTACK_SECONDS = 30
LEAVE_SECONDS = 10
ANSWER_SECONDS = 30

def subscribe(number, name):
    return frame(0x81, json.dumps({"type": "subscribe", "id": number, "topic": name}).encode())


def opened(address):
    client, _ = connected(address, "/connect")
    return client


def publish(admin, waits, stop):
    """Publishes one message after the other; the topic exists."""
    connection = http.client.HTTPConnection(*admin, timeout=ANSWER_SECONDS)
    while not stop.is_set():
        begun = time.monotonic()
        connection.request("POST", "/api/topics/honest/messages", b"x", {"Content-Type": "text/plain"})
        response = connection.getresponse()
        response.read()
        waits.put((begun, time.monotonic() - begun, response.status == 200))
        time.sleep(0.02)


def come(address, waits, stop):
    """Connects, subscribes to a new name and waits for the answer, again and again."""
    number = 0
    while not stop.is_set():
        number += 1
        begun = time.monotonic()
        is_answered = False
        try:
            with opened(address) as client:
                client.sendall(subscribe(1, f"newcomer.{number}"))
                received = b""
                while b'"subscribed"' not in received and b'"error"' not in received:
                    chunk = client.recv(4096)
                    if not chunk:
                        break
                    received += chunk
                is_answered = b'"subscribed"' in received
        except OSError:
            pass
        waits.put((begun, time.monotonic() - begun, is_answered))
        time.sleep(0.05)


def attack(address, connections, names, begin, leave, report):
    """Subscribes on all connections at once, counts the answers, and resets all connections when it is told to."""
    clients = [opened(address) for _ in range(connections)]
    watched = selectors.DefaultSelector()
    unsent, answers = {}, 0
    for index, client in enumerate(clients):
        client.setblocking(False)
        unsent[client] = memoryview(b"".join(subscribe(n, f"attack.{index}.{n}") for n in range(names)))
        watched.register(client, selectors.EVENT_READ | selectors.EVENT_WRITE)
    report.put("ready")
    begin.wait()
    begun = time.monotonic()
    while answers < connections * names and time.monotonic() - begun < ATTACK_SECONDS:
        for key, events in watched.select(timeout=1):
            client = key.fileobj
            try:
                if events & selectors.EVENT_WRITE and unsent[client]:
                    unsent[client] = unsent[client][client.send(unsent[client]):]
                if not unsent[client] and key.events & selectors.EVENT_WRITE:
                    watched.modify(client, selectors.EVENT_READ)
                if events & selectors.EVENT_READ:
                    chunk = client.recv(1 << 18)
                    answers += chunk.count(b'"subscribed"')
                    if not chunk:
                        watched.unregister(client)
            except BlockingIOError:
                pass
            except OSError:
                watched.unregister(client)
    report.put((answers, time.monotonic() - begun))
    leave.wait()
    for client in clients:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()


def started(dll, port, log):
    server = subprocess.Popen(
        ["dotnet", dll, f"--WsActors:Push:Port={port}", f"--WsActors:Admin:Port={port + 1 if port else 0}"],
        stdout=log, stderr=subprocess.STDOUT)
    for _ in range(600):
        text = open(log.name, encoding="utf-8").read()
        push = re.search(r"Push listener on wss?://([^:/ ]+):(\d+)", text)
        admin = re.search(r"Admin API on http://([^:/ ]+):(\d+)", text)
        if push and admin:
            return server, (push[1], int(push[2])), (admin[1], int(admin[2]))
        if server.poll() is not None:
            break
        time.sleep(0.1)
    server.kill()
    raise SystemExit(f"{dll} did not start:\n{open(log.name, encoding='utf-8').read()}")


def memory_of(pid, field):
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        return int(re.search(field + r":\s+(\d+) kB", status.read())[1]) / 1024


def drained(queue):
    items = []
    while not queue.empty():
        items.append(queue.get())
    return items


def longest(waits, since, until):
    """The longest wait that began in this time, and how many got no answer."""
    of_phase = [wait for wait in waits if since <= wait[0] < until]
    if not of_phase:
        return "none answered"
    unanswered = sum(1 for wait in of_phase if not wait[2])
    return f"{max(wait[1] for wait in of_phase):.2f} s" + (f", {unanswered} refused" if unanswered else "")


def measured(name, dll, options):
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        server, push, admin = started(dll, options.port, log)
        processes = []
        try:
            stop, begin, leave = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Event()
            publications, newcomers, report = multiprocessing.Queue(), multiprocessing.Queue(), multiprocessing.Queue()
            for target, arguments in [
                (publish, (admin, publications, stop)),
                (come, (push, newcomers, stop)),
                (attack, (push, options.connections, options.names, begin, leave, report)),
            ]:
                processes.append(multiprocessing.Process(target=target, args=arguments, daemon=True))
                processes[-1].start()
            report.get(timeout=ATTACK_SECONDS)
            time.sleep(SETTLE_SECONDS)
            before = memory_of(server.pid, "VmRSS")
            attacked = time.monotonic()
            begin.set()
            answers, seconds = report.get(timeout=ATTACK_SECONDS + 10)
            # Whoever began to wait during the attack is still part of it.
            time.sleep(SETTLE_SECONDS)
            at_most = memory_of(server.pid, "VmHWM")
            left = time.monotonic()
            leave.set()
            time.sleep(LEAVE_SECONDS)
            ended = time.monotonic()
            stop.set()
            time.sleep(1)
            heard, came = drained(publications), drained(newcomers)
            print(
                f"| {name} | {longest(heard, attacked, left)} | {longest(came, attacked, left)} | {answers} in {seconds:.1f} s "
                f"| {before:.0f} → {at_most:.0f} MB | {longest(heard, left, ended)} | {longest(came, left, ended)} "
                f"| {memory_of(server.pid, 'VmRSS'):.0f} MB |", flush=True)
        finally:
            for process in processes:
                process.kill()
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("builds", nargs="+", metavar="NAME=DLL", help="builds of the server to compare")
    parser.add_argument("--connections", type=int, default=400)
    parser.add_argument("--names", type=int, default=1000, help="new names for each connection")
    parser.add_argument("--port", type=int, default=0, help="push port; the admin API takes the next one. 0: free ones")
    options = parser.parse_args()
    print(f"{options.connections} connections, {options.names} names each; {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}\n")
    print("| build | attack: publication | newcomer | answers | memory | leaving: publication | newcomer | memory then |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for build in options.builds:
        name, _, dll = build.partition("=")
        if not os.path.isfile(dll):
            sys.exit(f"{build}: give NAME=DLL, the path of a built WsActors.Server.dll")
        measured(name, dll, options)


if __name__ == "__main__":
    main()
