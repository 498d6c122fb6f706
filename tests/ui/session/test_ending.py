"""The processes that a server has begun end with it, however it ends and whatever they do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.session.processes import PATIENCE, ends

pytestmark = pytest.mark.processes

SERVES = """
import sys, threading, time
from pathlib import Path
from simulator.ui.session import long_work
from simulator.ui.session.workers import done, started
from tests.ui.session.work import IMPORTS, begin, process, worked_out

def by_worker(work, *given):
    while (outcome := done(work, *given)) is None:
        time.sleep(0.02)
    return outcome.found

if __name__ == "__main__":
    folder = sys.argv[1]
    long_work.PATIENCE = 3_600.0  # However long the process takes to begin: nobody asks again here.
    with started(begin, IMPORTS), long_work.started():
        long_work.ask("here", worked_out, folder, 4)
        worker = by_worker(process)
        while not (Path(folder) / "4").exists() or not (Path(folder) / "4").read_text():
            time.sleep(0.02)
        threading.Thread(target=done, args=(time.sleep, 300), daemon=True).start()
        time.sleep(0.5)
        print(worker, (Path(folder) / "4").read_text(), flush=True)
        {then}
"""
"""A server with a worker that is at work, and with long work underway; it says which processes they are."""


@pytest.mark.parametrize("then", ["time.sleep(300)", "pass"], ids=["killed", "in good order"])
def test_workers_and_long_work_end_with_the_server(tmp_path, then):
    script = tmp_path / "serves.py"
    script.write_text(SERVES.format(then=then), "utf-8")
    server = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert server.stdout is not None
    worker, long = (int(number) for number in server.stdout.readline().split())
    if then != "pass":
        server.kill()
    # The output ends with the last of the processes that have it.
    server.communicate(timeout=PATIENCE)
    assert (server.returncode == 0) == (then == "pass")
    assert ends(worker)
    assert ends(long)
