"""The end of a process whose standard input is closed, however its parent went."""

import os
import subprocess
import sys
import threading
import time

import pytest

from simulator.ui.server.lifetime import await_end

WATCHES = """
import time
from simulator.ui.server import lifetime
lifetime.SECONDS_TO_END = {patience}
lifetime.end_with_input(lambda: print("told", flush=True))
print("watches", flush=True)
time.sleep(300)
"""


def watching(patience: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WATCHES.format(patience=patience)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "watches\n"
    return process


@pytest.mark.processes
def test_a_process_that_does_not_end_when_it_is_told_to_is_ended():
    with watching(patience=0.1) as process:
        output, _ = process.communicate(timeout=30)
    assert (output, process.returncode) == ("told\n", 1)


@pytest.mark.processes
def test_a_process_whose_parent_lives_is_let_alone():
    with watching(patience=0.1) as process:
        try:
            process.stdin.write("words do not matter\n")
            process.stdin.flush()
            time.sleep(1)
            assert process.poll() is None
        finally:
            process.kill()


def test_the_end_comes_only_when_the_last_writer_is_gone():
    ours, theirs = os.pipe()
    another = os.dup(theirs)
    waiting = threading.Thread(target=await_end, args=(ours,))
    waiting.start()
    os.close(theirs)
    waiting.join(0.3)
    assert waiting.is_alive()
    os.close(another)
    waiting.join(10)
    assert not waiting.is_alive()
    os.close(ours)
