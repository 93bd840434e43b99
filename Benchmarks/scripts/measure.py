"""Times whole processes, start-up included, and their peak resident memory."""

import os
import statistics
import time
from dataclasses import dataclass


@dataclass
class Run:
    """One run of a process."""

    seconds: float
    bytes: int


@dataclass
class Spread:
    """The runs of one command."""

    runs: list

    def seconds(self):
        """The median of the wall-clock time."""
        return statistics.median(run.seconds for run in self.runs)

    def bytes(self):
        """The median of the peak resident memory."""
        return statistics.median(run.bytes for run in self.runs)

    def time_text(self):
        """`12.3 (11.9–13.0) ms`: the median, the least and the most."""
        return _text([run.seconds * 1e3 for run in self.runs], "ms")

    def memory_text(self):
        """`9.8 (9.7–9.9) MB`, of a million bytes."""
        return _text([run.bytes / 1e6 for run in self.runs], "MB")


def in_turn(commands, rounds):
    """Runs the commands in turn, A B A B, after one run of each that is not counted, so that a
    machine whose speed drifts treats both alike. One spread for each command."""
    for command in commands:
        run(command)
    runs = [[run(command) for command in commands] for _ in range(rounds)]
    return [Spread([of_round[place] for of_round in runs]) for place in range(len(commands))]


def run(command):
    """Runs a command with its output thrown away; raises where it fails.

    The kernel starts a new process's peak memory at what its parent has, so no figure is below this
    program's own, which therefore imports little.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, nothing, stream) for stream in (0, 1)]
    begin = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - begin
    os.close(nothing)
    if status != 0:
        raise SystemExit(f"{' '.join(command)} failed: {os.waitstatus_to_exitcode(status)}")
    return Run(seconds, usage.ru_maxrss * 1024)


def _text(values, unit):
    median = statistics.median(values)
    digits = 0 if median >= 100 else 1
    least, most = (f"{value:.{digits}f}" for value in (min(values), max(values)))
    return f"{median:.{digits}f} ({least}–{most}) {unit}"
