"""Times whole processes, start-up included, and their peak resident memory."""

import atexit
import functools
import os
import shutil
import statistics
import subprocess
import tempfile


class Spread:
    """The runs of one command."""

    def __init__(self):
        self.seconds_of_runs = []
        self.bytes_of_runs = []

    def add(self, seconds, size):
        """One more run: its wall-clock time and its peak resident memory."""
        self.seconds_of_runs.append(seconds)
        self.bytes_of_runs.append(size)

    def seconds(self):
        """The median of the wall-clock time."""
        return statistics.median(self.seconds_of_runs)

    def bytes(self):
        """The median of the peak resident memory."""
        return statistics.median(self.bytes_of_runs)

    def time_text(self):
        """`12.3 (11.9–13.0) ms`: the median, the least and the most."""
        return _text([seconds * 1e3 for seconds in self.seconds_of_runs], "ms")

    def memory_text(self):
        """`9.8 (9.7–9.9) MB`, of a million bytes."""
        return _text([size / 1e6 for size in self.bytes_of_runs], "MB")


def in_turn(commands, rounds):
    """Runs the commands in turn, A B A B, after one run of each that is not counted, so that a
    machine whose speed drifts treats both alike. One spread for each command."""
    for command in commands:
        run(command)
    spreads = [Spread() for _ in commands]
    for _ in range(rounds):
        for spread, command in zip(spreads, commands):
            spread.add(*run(command))
    return spreads


def run(command):
    """Runs a command with its output thrown away: its wall-clock seconds and its peak resident
    bytes. Ends the program where the command fails."""
    told = subprocess.run([_one_run(), *command], stdout=subprocess.PIPE, check=True).stdout
    nanoseconds, kilobytes, status = map(int, told.split())
    if status != 0:
        raise SystemExit(f"{' '.join(command)} failed: {os.waitstatus_to_exitcode(status)}")
    return nanoseconds / 1e9, kilobytes * 1024


@functools.cache
def _one_run():
    """The compiled program one_run.c, which says why it is not Python; gone when this program ends."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    compiler = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), None)
    if compiler is None:
        raise SystemExit("one_run.c needs a compiler of C: apt-get install gcc")
    program = os.path.join(folder, "one_run")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "one_run.c")
    subprocess.run([compiler, "-O2", "-o", program, source], check=True)
    return program


def _text(values, unit):
    median = statistics.median(values)
    digits = 0 if median >= 100 else 1
    least, most = (f"{value:.{digits}f}" for value in (min(values), max(values)))
    return f"{median:.{digits}f} ({least}–{most}) {unit}"
