import os
import platform
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from simulator.ui.server import memory

WORK = """
import sys, threading, time
import numpy as np
from pathlib import Path
import memory

def megabytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

memory.QUIET = 0.5
ended = threading.Event()
if sys.argv[1] == "told":
    assert memory.use_memory_again(ended)
before, kept = megabytes(), []

def run():
    for size in (16, 4, 8, 2):
        draws = [np.ones(size * 125_000) for _ in range(2)]
        # What stays is small, and lies behind what was large.
        kept.append(bytes(2_000))

threads = [threading.Thread(target=run) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
ended.set()
for _ in range(20):
    time.sleep(memory.QUIET / 2)
    if sys.argv[1] != "told" or megabytes() - before < float(sys.argv[2]):
        break
print(megabytes() - before)
"""


MOST_KEPT = 20.0


def kept_megabytes(how: str) -> float:
    """The memory that a process holds after threads have worked with large arrays and let go of them."""
    done = subprocess.run(
        [sys.executable, "-c", WORK, how, str(MOST_KEPT)],
        # The module alone: what is around it takes longer to load than all of this.
        env={**os.environ, "PYTHONPATH": str(Path(memory.__file__).parent)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return float(done.stdout)


@pytest.mark.thorough
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are not told")
def test_memory_of_many_runs_goes_back_to_the_system():
    assert kept_megabytes("not told") > 2 * MOST_KEPT
    # The system may put pages together again that were given back in parts: now and then, not in every process.
    assert any(kept_megabytes("told") < MOST_KEPT for _ in range(3))


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    assert not memory.use_memory_again(Event())
