"""Files written below one folder and nowhere else, by Landlock (Linux 5.13): what decodes foreign bytes can change nothing.

Reading stays as it was: a decoder needs fonts, libraries and models from all over the system. With no network there is
nowhere to carry what it reads.
"""

import ctypes
import os
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION = 1
_BELOW_PATH = 1  # LANDLOCK_RULE_PATH_BENEATH
# linux/landlock.h: write, remove, make; then as newer kernels know them link across folders, truncate
_WRITES = 1 << 1 | sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_FILE_WRITES = 1 << 1 | _TRUNCATE
_SIGNALS = 1 << 1  # LANDLOCK_SCOPE_SIGNAL: no signal leaves for a process outside


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def write_only_below(folder: Path) -> bool:
    """Hold this process and all that it starts to that folder; False where the kernel has no Landlock."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return False
    writes = _WRITES | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    asked = _Ruleset(writes, 0, _SIGNALS if version >= 6 else 0)
    size = ctypes.c_size_t(ctypes.sizeof(_Ruleset) if version >= 6 else 8)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(asked), size, 0)
    if ruleset < 0:
        return False
    try:
        _allow(libc, ruleset, folder, writes)
        _allow(libc, ruleset, Path(os.devnull), writes & _FILE_WRITES)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, writes: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        libc.syscall(_ADD_RULE, ruleset, _BELOW_PATH, ctypes.byref(_Rule(writes, place)), 0)
    finally:
        os.close(place)
