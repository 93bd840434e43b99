"""Holds `ridgeline probe` against likwid-bench, STREAM and OpenBLAS, measured in turn in one run.

Each round runs one probe and every peer's kernel once; of the rounds the best of each side counts, since
what disturbs only slows. A hypervisor may move the processors meanwhile, which changes what they share: what
several threads did in memory is compared where their cores were equally far apart, and rounds go on until
there is such a place for each row, or the time is over. Prints ratios ours / theirs as Markdown, and exits
with 1 where one that is asked for is missed.
"""

import argparse
import ctypes
import ctypes.util
import json
import os
import subprocess
import sys
import time

from probe_places import is_same_place
from probe_tables import Tables

# Ours, and the kernel of likwid-bench that does the same.
RATES = {
    "scalar_fp64_mul_add": "peakflops", "scalar_fp32_mul_add": "peakflops_sp",
    "sse2_fp64_mul_add": "peakflops_sse", "sse2_fp32_mul_add": "peakflops_sp_sse",
    "avx_fp64_mul_add": "peakflops_avx", "avx_fp32_mul_add": "peakflops_sp_avx",
    "avx2_fma_fp64": "peakflops_avx_fma", "avx2_fma_fp32": "peakflops_sp_avx_fma",
    "avx512f_fp64_fma": "peakflops_avx512_fma", "avx512f_fp32_fma": "peakflops_sp_avx512_fma",
}
OPERATIONS = {
    "read": "load", "write": "store", "write non-temporal": "store_mem", "copy": "copy",
    "copy non-temporal": "copy_mem", "triad": "stream", "triad non-temporal": "stream_mem",
    "update": "update",
}
# Seconds that each kernel of likwid-bench runs.
SECONDS = 0.3


def main():
    """Parses, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--stream", required=True, help="the program of peers/stream.c")
    parser.add_argument("--apart", required=True, help="the program of peers/apart.c")
    parser.add_argument("--rounds", type=int, default=3, help="rounds at least")
    parser.add_argument("--seconds", type=int, default=420, help="no round begins that would end later")
    parser.add_argument("--budget", type=int, default=30, help="seconds of each probe")
    options = parser.parse_args()
    # What a shell tells OpenBLAS or likwid is no part of the comparison.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.pop(name, None)
    start = time.perf_counter()
    rounds = []
    while not is_over(rounds, options, time.perf_counter() - start):
        rounds.append(Round(options))
    sys.exit(0 if Tables(rounds).write() else 1)


def is_over(rounds, options, passed):
    """Whether the time is over, or there are rounds enough: as many as are asked for, and a common place for
    every row."""
    if not rounds:
        return False
    if passed + passed / len(rounds) > options.seconds:
        return True
    if len(rounds) < options.rounds:
        return False
    tables = Tables(rounds)
    return not any(tables.lacks_place(key, "likwid") for key in tables.memory_keys())


class Round:
    """One probe, and every peer once. What a peer did is kept with how far the cores were apart."""

    def __init__(self, options):
        start = time.perf_counter()
        text = subprocess.run(
            [options.ridgeline, "probe", "--budget", str(options.budget), "--format", "json"],
            check=True, capture_output=True).stdout
        self.seconds = time.perf_counter() - start
        self.probe = json.loads(text)
        self.apart_program = options.apart
        self.counts = sorted({1, self.probe["cores"]})
        self.likwid, self.stream, self.gemm = {}, {}, {}
        self.measure_rates()
        self.measure_bandwidths()
        for threads in self.counts:
            self.measure_stream(options.stream, threads)
            self.measure_gemm(threads)

    def measure_rates(self):
        """FLOP/s of likwid-bench where this CPU has our kernel too."""
        for point in self.probe["compute"]:
            kernel, threads = RATES.get(point["kernel"]), point["threads"]
            if kernel and threads in self.counts and point["cores"] == threads:
                rate = point["capability"]["value"]
                # 16 KiB of fp64, whose numbers of operations an element only likwid knows: some 16.
                iterations = max(10, int(SECONDS * rate / threads / (2048 * 16)))
                found = likwid(kernel, 16, threads, iterations, "MFlops/s:")
                self.likwid[point["kernel"], threads] = found

    def measure_bandwidths(self):
        """Bytes a second of likwid-bench over the working sets that ours had."""
        for level in self.probe["memory"]:
            for point in level["bandwidths"]:
                kernel, threads = OPERATIONS.get(point["operation"]), point["threads"]
                suffix = suffix_of(point)
                if not kernel or suffix is None or threads not in self.counts:
                    continue
                if point["cores"] != threads:
                    continue
                size = point["bytesPerThread"] * threads
                rate = point["capability"]["value"]
                iterations = max(10, int(SECONDS * rate / size))
                name = kernel + suffix
                if kernel.startswith("stream"):
                    name = kernel + (suffix + "_fma" if suffix == "_avx" else suffix)
                found = self.placed(
                    threads, lambda: likwid(name, size // 1024, threads, iterations, "MByte/s:"))
                key = level["level"], point["operation"], threads
                self.likwid.setdefault(key, []).append(found)

    def measure_stream(self, program, threads):
        """The kernels of STREAM over arrays of four times the last cache."""
        caches = [level["statedBytes"] or level["bytes"] or 0 for level in self.probe["memory"]]
        elements = max(4 * max(caches, default=0) // 8, 10_000_000)
        lines, apart = self.placed(threads, lambda: subprocess.run(
            [program, str(elements), str(threads)], check=True, capture_output=True, text=True).stdout)
        for line in lines.splitlines():
            name, value = line.split()
            self.stream["dram", name, threads] = [(float(value), apart)]

    def placed(self, threads, run):
        """What `run` returns, and the nanoseconds that the cores were apart; None for one thread, and where
        they were moved meanwhile."""
        before = self.apart(threads)
        found = run()
        after = self.apart(threads)
        return found, before if before and after and is_same_place(before, after) else None

    def apart(self, threads):
        """How far so many cores are apart, in nanoseconds; None for one."""
        if threads < 2:
            return None
        return float(subprocess.run(
            [self.apart_program, str(threads)], check=True, capture_output=True, text=True).stdout)

    def measure_gemm(self, threads):
        """OpenBLAS in a process of its own, since it counts its threads when it is loaded."""
        code = f"import sys; sys.path.insert(0, {os.path.dirname(__file__)!r}); " \
               f"import probe_peers; probe_peers.print_gemm({threads})"
        lines = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        for line in lines.stdout.splitlines():
            precision, value, core = line.split()
            self.gemm[precision, threads] = float(value), core


def likwid(kernel, kibibytes, threads, iterations, field):
    """What likwid-bench says of a kernel; 0 where this CPU or likwid has none."""
    run = subprocess.run(
        ["likwid-bench", "-t", kernel, "-i", str(iterations), "-w", f"N:{kibibytes}kB:{threads}"],
        capture_output=True, text=True)
    for line in run.stdout.splitlines():
        if line.startswith(field):
            return float(line.split()[1]) * 1e6
    return 0


def suffix_of(point):
    """likwid's word for the vectors of one of our kernels."""
    return {"SSE2": "_sse", "AVX2+FMA": "_avx", "AVX-512F": "_avx512"}.get(point["isa"])


def print_gemm(threads):
    """Prints the best of ten products of 1024 rows in each precision, and OpenBLAS's choice."""
    os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
    library = ctypes.CDLL("libopenblas.so.0")
    library.openblas_get_corename.restype = ctypes.c_char_p
    core = library.openblas_get_corename().decode()
    size = 1024
    for precision, function, kind in (
            ("fp32", library.cblas_sgemm, ctypes.c_float),
            ("fp64", library.cblas_dgemm, ctypes.c_double)):
        matrices = [(kind * (size * size))(*([1] * (size * size))) for _ in range(3)]
        best = 0
        for _ in range(10):
            start = time.perf_counter()
            function(
                101, 111, 111, size, size, size, kind(1), matrices[0], size, matrices[1], size,
                kind(0), matrices[2], size)
            best = max(best, 2 * size**3 / (time.perf_counter() - start))
        assert matrices[2][0] == size
        print(precision, best, core)


if __name__ == "__main__":
    main()
