"""Memory: what draws leave behind is used again while pages are worked out, and goes back to the system after that.

Draws come and go in blocks of megabytes. Left to itself the C library of Linux (glibc) has up to 16 pools, one for
every few threads, and every run of a page is a thread of its own: a server that had many visitors kept hundreds of
megabytes that nobody used. To return each block at once costs a tenth of an answer: the system hands out pages one by
one, and empties them first. So there are few pools that keep what they have, and they are emptied when it is quiet.
"""

import ctypes
import platform
from threading import Event, Thread

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""The names of the settings in malloc.h."""

SETTINGS = {MMAP_THRESHOLD: 33_554_432, TRIM_THRESHOLD: 1_073_741_824, ARENA_MAX: 2}
"""Only blocks from 32 MiB on, the most that can be set, are a part of memory of their own, which ends with them."""

QUIET = 3.0
"""After so many seconds in which nothing has ended, what is free goes back."""


def use_memory_again(ended: Event) -> bool:
    """Have the C library keep what is free until it is quiet, from now on; whether it is one that can be told.

    ``ended`` is set whenever something that took much memory has ended.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    library = ctypes.CDLL(None)
    if not all(library.mallopt(name, value) for name, value in SETTINGS.items()):
        return False
    Thread(target=_give_back_when_quiet, args=(library, ended), name="memory", daemon=True).start()
    return True


def _give_back_when_quiet(library: ctypes.CDLL, ended: Event) -> None:
    while True:
        ended.wait()
        while ended.is_set():
            ended.clear()
            ended.wait(QUIET)
        library.malloc_trim(0)
