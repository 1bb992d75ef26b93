"""System calls that no decoder needs, refused by the kernel from here on (seccomp, built with Debian's libseccomp).

A list of what is refused, not of what is allowed: a new libc or poppler may use a new call, but none of them opens a
socket, looks into another process, mounts, or leaves the process group by which the pool ends it.
"""

import ctypes
import errno

_ALLOW = 0x7FFF0000  # SCMP_ACT_ALLOW, seccomp.h
_REFUSE = 0x00050000  # SCMP_ACT_ERRNO, the error in the low half
_MASKED_EQUAL = 7  # SCMP_CMP_MASKED_EQ
_NEW_USER_NAMESPACE = 0x10000000  # CLONE_NEWUSER

_REFUSED = (
    # the network; io_uring opens sockets without `socket`
    "socket", "connect", "bind", "listen", "accept", "accept4", "io_uring_setup",
    # other processes of the same user, the server's memory with the sealing key first
    "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp",
    # out of the group that ends together, out of the user whose processes are counted
    "setsid", "setpgid", "setuid", "setreuid", "setresuid",
    # namespaces, mounts and the kernel's larger surfaces
    "unshare", "setns", "mount", "umount2", "move_mount", "fsopen", "open_tree", "pivot_root", "chroot",
    "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key",
    "init_module", "finit_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff",
)  # fmt: skip


class _Argument(ctypes.Structure):
    """`struct scmp_arg_cmp`."""

    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("mask", ctypes.c_uint64),
        ("value", ctypes.c_uint64),
    )


def refuse_needless_calls() -> bool:
    """Install the filter for this process and all that it starts; False where libseccomp or the kernel lacks it."""
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return False
    library.seccomp_init.restype = ctypes.c_void_p
    filter_ = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_ALLOW)))
    for name in _REFUSED:
        _add(library, filter_, name, errno.EPERM)
    _add(library, filter_, "clone3", errno.ENOSYS)  # its flags lie in memory; libc falls back
    flag = _Argument(0, _MASKED_EQUAL, _NEW_USER_NAMESPACE, _NEW_USER_NAMESPACE)
    _add(library, filter_, "clone", errno.EPERM, flag)
    is_loaded = bool(library.seccomp_load(filter_) == 0)
    library.seccomp_release(filter_)
    return is_loaded


def _add(
    library: ctypes.CDLL, filter_: ctypes.c_void_p, name: str, error: int, *arguments: _Argument
) -> None:
    """One rule; a call that this machine's kernel does not know needs none."""
    number = library.seccomp_syscall_resolve_name(name.encode())
    array = (_Argument * len(arguments))(*arguments)
    library.seccomp_rule_add_array(
        filter_, ctypes.c_uint32(_REFUSE | error), number, len(arguments), array
    )
