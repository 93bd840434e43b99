"""Times whole processes, start-up included, and their peak resident memory."""

import os
import time


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
        return _median(self.seconds_of_runs)

    def bytes(self):
        """The median of the peak resident memory."""
        return _median(self.bytes_of_runs)

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
    bytes. Ends the program where the command fails.

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
    return seconds, usage.ru_maxrss * 1024


def _text(values, unit):
    median = _median(values)
    digits = 0 if median >= 100 else 1
    least, most = (f"{value:.{digits}f}" for value in (min(values), max(values)))
    return f"{median:.{digits}f} ({least}–{most}) {unit}"


def _median(values):
    # The module statistics would add to the memory that every process here starts with.
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
