"""The real server as a child process: started, killed, stopped and started again with the same settings."""
import asyncio
import re
import signal

import wire

SETTINGS = {
    "Push:Port": 0, "Admin:Port": 0, "Push:WarmUp": "false", "Push:PollTimeout": "00:00:01",
    "Drain:Timeout": "00:00:05", "Drain:Spread": "00:00:00.2", "Drain:ReconnectWithin": "00:00:00.2",
    "Topics:ForgetAfter": "00:00:01",
    "Topics:Rules:0:Match": "durable.*", "Topics:Rules:0:History:Durable": "true", "Topics:Rules:0:History:Messages": 100000,
    "Topics:Rules:0:History:Bytes": 100000000, "Topics:Rules:0:History:Age": "01:00:00",
    "Topics:Rules:1:Match": "memory.*", "Topics:Rules:1:History:Messages": 100000,
    "Topics:Rules:1:History:Bytes": 100000000, "Topics:Rules:1:History:Age": "01:00:00",
    "Topics:Rules:2:Match": "short.*", "Topics:Rules:2:History:Messages": 50, "Topics:Rules:2:History:Age": "01:00:00",
    "Topics:Rules:3:Match": "passing.*", "Topics:Rules:3:History:Messages": 1000, "Topics:Rules:3:History:Age": "00:00:01",
}


class Server:
    def __init__(self, command, directory):
        settings = {**SETTINGS, "Storage:Directory": directory}
        self._command = [*command, *(f"--WsActors:{key}={value}" for key, value in settings.items())]
        self._process = None
        self.push = self.admin = ("127.0.0.1", 1)

    async def start(self):
        self._process = await asyncio.create_subprocess_exec(*self._command, stdout=asyncio.subprocess.PIPE)
        self.push = await self._address(r"Push listener on ws://([\d.]+):(\d+)")
        self.admin = await self._address(r"Admin API on http://([\d.]+):(\d+)")
        self._log = asyncio.create_task(self._read_log())
        while not await self._is_ready():
            await asyncio.sleep(0.05)

    async def end(self, name):
        """SIGKILL or SIGTERM, and the end that it leads to."""
        self._process.send_signal(getattr(signal, name))
        code = await self._process.wait()
        await self._log
        return code

    async def _address(self, pattern):
        while line := (await self._process.stdout.readline()).decode():
            if found := re.search(pattern, line):
                return found[1], int(found[2])
        raise RuntimeError(f"the server ended before it wrote {pattern}")

    async def _read_log(self):
        while await self._process.stdout.readline():
            pass

    async def _is_ready(self):
        try:
            return (await wire.ask(self.admin, "GET", "/readyz", expect=(200, 503)))[0] == 200
        except (OSError, EOFError):
            return False

    def kill_if_running(self):
        if self._process and self._process.returncode is None:
            self._process.kill()
