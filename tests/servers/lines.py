"""Machines of their own on one machine: a network namespace each, and a line to here that can be cut, reset and slowed.

    here = an_address()
    line = open_line(folder, number=1, here=here)       # servers listen at `here`, clients run behind `line.words`
    line.cut([port], Cut.SILENT)

A namespace ends with the one process that holds it, and the line with the namespace, so nothing is left on the machine. All
lines end at the same address of ours, and a rule of the client's own kernel decides which port of it he reaches.
"""

import ctypes
import os
import random
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TypeVar

from tests.servers.guardian import start_process
from tests.servers.waiting import wait_for

Answer = TypeVar("Answer")
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of sched.h
_TABLE = "inet faults"


class Cut(Enum):
    SILENT = "drop"  # nothing comes and nothing says so: a cable, a switch, a firewall
    RESET = "reject with tcp reset"  # refused at once, what was open too


@cache
def why_not() -> str:
    """What keeps lines from being made here; empty where nothing does."""
    if os.getuid() != 0:
        return "network namespaces need root"
    tried = subprocess.run(
        ["unshare", "--net", "nft", f"add table {_TABLE}"],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if tried.returncode == 0 else f"no network namespaces or no nft: {tried.stderr}"


def an_address() -> str:
    """Private, and hardly that of another test run on this machine."""
    draw = random.SystemRandom()
    return f"10.{draw.randint(64, 127)}.{draw.randint(0, 255)}.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """From a namespace (`there`) to this one (`here`)."""

    pid: int
    """Whoever holds the namespace."""
    device: str
    here: str
    there: str

    @property
    def words(self) -> tuple[str, ...]:
        """Before a command that is to run at the far end."""
        return ("nsenter", f"--net={self._namespace}", "--")

    def call(self, ask: Callable[[], Answer]) -> Answer:
        """`ask` in a thread whose sockets are at the far end."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(self._there, ask).result()

    def cut(self, ports: Sequence[int], how: Cut) -> None:
        """Both ways; at the far end alone, so that the servers hear nothing of it."""
        self.heal()
        wanted = "{ " + ", ".join(map(str, ports)) + " }"
        self._run("nft", f"add table {_TABLE}")
        # A reset that this kernel makes itself comes in too, by another device.
        for hook, met in (("output", "tcp dport"), ("input", f"iifname {self.device} tcp sport")):
            self._run(
                "nft",
                f"add chain {_TABLE} {hook} {{ type filter hook {hook} priority 0; }};"
                f"add rule {_TABLE} {hook} {met} {wanted} {how.value}",
            )

    def heal(self) -> None:
        self._run("nft", f"add table {_TABLE}; delete table {_TABLE}")

    def unplug(self) -> None:
        """Every line of this machine at once."""
        self._run("ip", "link", "set", self.device, "down")

    def plug_in(self) -> None:
        self._run("ip", "link", "set", self.device, "up")

    def slow(self, rate: str) -> None:
        """No more than so much (`256kbit`) goes from there to here."""
        bucket = ("rate", rate, "burst", "16kb", "latency", "2s")
        self._run("tc", "qdisc", "replace", "dev", self.device, "root", "tbf", *bucket)

    def quicken(self) -> None:
        self._run("tc", "qdisc", "del", "dev", self.device, "root")

    @property
    def _namespace(self) -> str:
        return f"/proc/{self.pid}/ns/net"

    def _run(self, *command: str) -> None:
        _run(*self.words, *command)

    def _there(self, ask: Callable[[], Answer]) -> Answer:
        with Path(self._namespace).open() as namespace:
            entered = ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), _NEW_NETWORK)
        assert entered == 0, os.strerror(ctypes.get_errno())
        return ask()


def open_line(folder: Path, *, number: int, here: str) -> Line:
    """Made for good: it ends with the folder (`guardian.py`). Asks for root."""
    name = f"line{number}"
    pid = start_process(
        folder, name, ["unshare", "--net", "tail", "-f", str(folder / f"{name}.said")]
    )
    ours = Path("/proc/self/ns/net").readlink()
    wait_for(lambda: Path(f"/proc/{pid}/ns/net").readlink() != ours)
    line = Line(pid=pid, device="line", here=here, there=f"{here.rpartition('.')[0]}.{number + 10}")
    end = f"dg{pid}"
    _run("ip", "link", "add", end, "type", "veth", "peer", "name", line.device, "netns", str(pid))
    _run("ip", "addr", "add", here, "peer", line.there, "dev", end)
    _run("ip", "link", "set", end, "up")
    line._run("ip", "addr", "add", line.there, "peer", here, "dev", line.device)
    line._run("ip", "link", "set", "lo", "up")
    line.plug_in()
    return line


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"
