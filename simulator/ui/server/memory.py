"""Memory that goes back to the system once it is free: draws come and go in blocks of megabytes.

The C library of Linux (glibc) keeps what was freed for what may come: up to 16 pools, one for every few threads, and
blocks of up to 32 MB within them once blocks of that size have come and gone. Every run of a page is a thread of its
own, so a server that had many visitors kept hundreds of megabytes that nobody used.
"""

import ctypes
import platform

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""The names of the settings in malloc.h."""

SETTINGS = {MMAP_THRESHOLD: 1_048_576, TRIM_THRESHOLD: 1_048_576, ARENA_MAX: 2}
"""Blocks from 1 MiB on are a part of memory of their own, which ends with them; so does free memory at an end."""


def give_memory_back() -> bool:
    """Have the C library return what is free, in this process from now on; whether it is one that can be told."""
    if platform.libc_ver()[0] != "glibc":
        return False
    library = ctypes.CDLL(None)
    return all(library.mallopt(name, value) for name, value in SETTINGS.items())
