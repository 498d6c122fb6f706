"""The end of a process whose standard input is closed, however its parent went."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from simulator.ui.server import lifetime

WATCHES = """
import time
import lifetime
lifetime.SECONDS_TO_END = 0.1
lifetime.end_with_input(lambda: print("told", flush=True))
print("watches", flush=True)
time.sleep(300)
"""


@pytest.mark.processes
def test_a_process_whose_parent_lives_is_let_alone_and_ended_afterwards_even_if_it_does_not_heed():
    with subprocess.Popen(
        [sys.executable, "-c", WATCHES],
        # The module alone: what is around it takes longer to load than all of this.
        env={**os.environ, "PYTHONPATH": str(Path(lifetime.__file__).parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout.readline() == "watches\n"
            process.stdin.write("words do not matter\n")
            process.stdin.flush()
            time.sleep(1)
            assert process.poll() is None
            output, _ = process.communicate(timeout=30)
            assert (output, process.returncode) == ("told\n", 1)
        finally:
            process.kill()


def test_the_end_comes_only_when_the_last_writer_is_gone():
    ours, theirs = os.pipe()
    another = os.dup(theirs)
    waiting = threading.Thread(target=lifetime.await_end, args=(ours,))
    waiting.start()
    os.close(theirs)
    waiting.join(0.3)
    assert waiting.is_alive()
    os.close(another)
    waiting.join(10)
    assert not waiting.is_alive()
    os.close(ours)
