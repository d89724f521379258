"""The numbers of the system calls that a reading process must not make, by kind of processor."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Architecture:
    """The kernel's numbers on one kind of processor."""

    audit: int
    """How a filter tells this interface from others."""
    seccomp: int
    capset: int
    clone: int
    clone3: int
    limits: int
    """``prlimit64``, which is about another process unless its first argument is 0."""
    signals: tuple[int, ...]
    """``kill``, ``tkill`` and ``tgkill``."""
    network: tuple[int, ...]
    """``socket``, ``socketpair``, ``bind``, ``connect``, ``listen``, ``accept``, ``accept4``,
    ``sendto``, ``sendmsg``, ``sendmmsg``, ``recvfrom``, ``recvmsg``, ``recvmmsg``."""
    never: tuple[int, ...]
    """Other programs and processes, other users, mounts, kernel modules, tracing, asynchronous
    calls around the filter, the keys of the kernel, the clock and the machine as a whole."""


_THE_SAME_EVERYWHERE: Final = (
    424,  # pidfd_send_signal
    425,  # io_uring_setup
    426,  # io_uring_enter
    427,  # io_uring_register
    428,  # open_tree
    429,  # move_mount
    430,  # fsopen
    431,  # fsconfig
    432,  # fsmount
    433,  # fspick
    434,  # pidfd_open
    438,  # pidfd_getfd
    440,  # process_madvise
    442,  # mount_setattr
)

_X86_64_NEVER: Final = (
    57,  # fork
    58,  # vfork
    59,  # execve
    322,  # execveat
    101,  # ptrace
    310,  # process_vm_readv
    311,  # process_vm_writev
    312,  # kcmp
    165,  # mount
    166,  # umount2
    155,  # pivot_root
    161,  # chroot
    308,  # setns
    272,  # unshare
    321,  # bpf
    298,  # perf_event_open
    323,  # userfaultfd
    248,  # add_key
    249,  # request_key
    250,  # keyctl
    175,  # init_module
    313,  # finit_module
    176,  # delete_module
    246,  # kexec_load
    320,  # kexec_file_load
    169,  # reboot
    167,  # swapon
    168,  # swapoff
    163,  # acct
    179,  # quotactl
    170,  # sethostname
    171,  # setdomainname
    164,  # settimeofday
    227,  # clock_settime
    159,  # adjtimex
    103,  # syslog
    172,  # iopl
    173,  # ioperm
    135,  # personality
    303,  # name_to_handle_at
    304,  # open_by_handle_at
)

_AARCH64_NEVER: Final = (
    221,  # execve
    281,  # execveat
    117,  # ptrace
    270,  # process_vm_readv
    271,  # process_vm_writev
    272,  # kcmp
    40,  # mount
    39,  # umount2
    41,  # pivot_root
    51,  # chroot
    268,  # setns
    97,  # unshare
    280,  # bpf
    241,  # perf_event_open
    282,  # userfaultfd
    217,  # add_key
    218,  # request_key
    219,  # keyctl
    105,  # init_module
    273,  # finit_module
    106,  # delete_module
    104,  # kexec_load
    294,  # kexec_file_load
    142,  # reboot
    224,  # swapon
    225,  # swapoff
    89,  # acct
    60,  # quotactl
    161,  # sethostname
    162,  # setdomainname
    170,  # settimeofday
    112,  # clock_settime
    171,  # adjtimex
    116,  # syslog
    92,  # personality
    264,  # name_to_handle_at
    265,  # open_by_handle_at
)

ARCHITECTURES: Final = {
    "x86_64": Architecture(
        audit=0xC000003E,
        seccomp=317,
        capset=126,
        clone=56,
        clone3=435,
        limits=302,
        signals=(62, 200, 234),
        network=(41, 53, 49, 42, 50, 43, 288, 44, 46, 307, 45, 47, 299),
        never=(*_THE_SAME_EVERYWHERE, *_X86_64_NEVER),
    ),
    "aarch64": Architecture(
        audit=0xC00000B7,
        seccomp=277,
        capset=91,
        clone=220,
        clone3=435,
        limits=261,
        signals=(129, 130, 131),
        network=(198, 199, 200, 203, 201, 202, 242, 206, 211, 269, 207, 212, 243),
        never=(*_THE_SAME_EVERYWHERE, *_AARCH64_NEVER),
    ),
}
