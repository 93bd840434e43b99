"""Holds `ridgeline probe` against likwid-bench, STREAM and OpenBLAS, measured in turn in one run.

Each round runs one probe and every peer's kernel once; of the rounds the best of each side counts, since
what disturbs only slows. Prints ratios ours / theirs as Markdown, and exits with 1 where one that is
asked for is missed.
"""

import argparse
import ctypes
import ctypes.util
import json
import os
import subprocess
import sys
import time

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
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--budget", type=int, default=30, help="seconds of each probe")
    options = parser.parse_args()
    # What a shell tells OpenBLAS or likwid is no part of the comparison.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.pop(name, None)
    rounds = [Round(options) for _ in range(options.rounds)]
    sys.exit(0 if Tables(rounds).write() else 1)


class Round:
    """One probe, and every peer once."""

    def __init__(self, options):
        start = time.perf_counter()
        text = subprocess.run(
            [options.ridgeline, "probe", "--budget", str(options.budget), "--format", "json"],
            check=True, capture_output=True).stdout
        self.seconds = time.perf_counter() - start
        self.probe = json.loads(text)
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
                found = likwid(name, size // 1024, threads, iterations, "MByte/s:")
                key = level["level"], point["operation"], threads
                self.likwid[key] = max(found, self.likwid.get(key, 0))

    def measure_stream(self, program, threads):
        """The kernels of STREAM over arrays of four times the last cache."""
        caches = [level["statedBytes"] or level["bytes"] or 0 for level in self.probe["memory"]]
        elements = max(4 * max(caches, default=0) // 8, 10_000_000)
        lines = subprocess.run(
            [program, str(elements), str(threads)], check=True, capture_output=True, text=True)
        for line in lines.stdout.splitlines():
            name, value = line.split()
            self.stream[name, threads] = float(value)

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


class Tables:
    """What the rounds say, as Markdown."""

    def __init__(self, rounds):
        self.rounds = rounds
        self.is_passed = True

    def write(self):
        """Prints everything; whether nothing is missed."""
        first = self.rounds[0]
        print("# The probe against its peers\n")
        print(f"On {processor()}, {first.probe['threads']} threads. {len(self.rounds)} rounds, in each "
              "one probe and every peer's kernel; the best round of each side. A ratio is ours / "
              f"theirs. Load of the last minute at the end: {os.getloadavg()[0]:.1f}. The peers time "
              "whole runs: on a loaded machine the others' time is in theirs.\n")
        seconds = max(round.seconds for round in self.rounds)
        print(f"A probe took {seconds:.0f} s at most: {self.verdict(seconds <= 60)} (60 s).\n")
        self.write_distances()
        self.write_rates()
        self.write_bandwidths()
        self.write_streams()
        self.write_products()
        return self.is_passed

    def write_distances(self):
        """How far the cores were apart during our probes: a hypervisor that moves them changes what they
        share, and may do so between one side's turn and the other's."""
        for number, round in enumerate(self.rounds, 1):
            for pair in round.probe["coreToCore"][:8]:
                one, other = pair["cpus"]
                text = f"{pair['medianSeconds'] * 1e9:.0f} ns in the median"
                if pair["farShare"] is not None:
                    text = (f"{pair['nearSeconds'] * 1e9:.0f} ns, and {pair['farSeconds'] * 1e9:.0f} ns in "
                            f"{pair['farShare']:.0%} of the samples: they were moved")
                print(f"Probe {number}: a cache line from CPU {one} to {other} took {text}.\n")

    def verdict(self, passed):
        """PASS or MISSED, and remembers it."""
        self.is_passed = self.is_passed and passed
        return "PASS" if passed else "**MISSED**"

    def best(self, peers, key):
        """The best of the rounds of a peer; 0 where there is none."""
        return max((getattr(round, peers).get(key, 0) for round in self.rounds), default=0)

    def points(self):
        """Our compute points, each with its best round."""
        found = {}
        for round in self.rounds:
            for point in round.probe["compute"]:
                key = point["kernel"], point["cores"], point["threads"]
                best = found.get(key)
                if not best or point["perCycle"] > best["perCycle"]:
                    found[key] = point
        return found

    def write_rates(self):
        """FLOP/s against likwid, and FLOPs a cycle against the design's limit."""
        print("## Arithmetic\n")
        print("| kernel | cores | ours | likwid-bench | ratio | per cycle and core | limit | share |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
        for (kernel, cores, threads), point in self.points().items():
            ours = max(
                other["capability"]["value"] for round in self.rounds
                for other in round.probe["compute"]
                if (other["kernel"], other["cores"], other["threads"]) == (kernel, cores, threads))
            theirs = self.best("likwid", (kernel, threads))
            ratio = f"{ours / theirs:.2f} {self.verdict(ours >= theirs)}" if theirs else ""
            limit = point["perCycleLimit"]
            share = point["perCycle"] / limit if limit else None
            shown = f"{share:.1%} {self.verdict(share >= 0.98)}" if share else "none stated"
            print(f"| `{kernel}` | {cores} | {ours / 1e9:.1f} GFLOP/s | "
                  f"{f'{theirs / 1e9:.1f} GFLOP/s' if theirs else '–'} | {ratio} | "
                  f"{point['perCycle']:.2f} | {limit or '–'} | {shown} |")
        print()

    def bandwidths(self):
        """Our bandwidths by level, operation and threads: the best kernel and round."""
        found = {}
        for round in self.rounds:
            for level in round.probe["memory"]:
                for point in level["bandwidths"]:
                    key = level["level"], point["operation"], point["threads"]
                    if point["cores"] == point["threads"]:
                        found[key] = max(found.get(key, 0), point["capability"]["value"])
        return found

    def write_bandwidths(self):
        """Bytes a second against likwid."""
        print("## Memory levels\n")
        print("| level | operation | cores | ours | likwid-bench | ratio |")
        print("| --- | --- | ---: | ---: | ---: | ---: |")
        for (level, operation, threads), ours in sorted(self.bandwidths().items()):
            theirs = self.best("likwid", (level, operation, threads))
            if not theirs:
                continue
            print(f"| {level} | {operation} | {threads} | {ours / 1e9:.1f} GB/s | "
                  f"{theirs / 1e9:.1f} GB/s | {ours / theirs:.2f} {self.verdict(ours >= theirs)} |")
        print()

    def write_streams(self):
        """Main memory against STREAM, whose compiler may write past the caches or not."""
        print("## STREAM\n")
        print("| kernel | cores | ours | STREAM, gcc -O3 | ratio |")
        print("| --- | ---: | ---: | ---: | ---: |")
        ours = self.bandwidths()
        for name, operation in (("copy", "copy"), ("scale", "copy"), ("add", "triad"), ("triad", "triad")):
            for threads in self.rounds[0].counts:
                mine = max(
                    ours.get(("dram", kind, threads), 0)
                    for kind in (operation, operation + " non-temporal"))
                theirs = self.best("stream", (name, threads))
                if mine and theirs:
                    print(f"| {name} | {threads} | {mine / 1e9:.1f} GB/s | {theirs / 1e9:.1f} GB/s | "
                          f"{mine / theirs:.2f} {self.verdict(mine >= theirs)} |")
        print()

    def write_products(self):
        """The ceiling against the best matrix product."""
        print("## OpenBLAS\n")
        print("| precision | cores | ceiling | GEMM | ceiling / GEMM | its kernels |")
        print("| --- | ---: | ---: | ---: | ---: | --- |")
        for precision in ("fp32", "fp64"):
            for threads in self.rounds[0].counts:
                mine = max(
                    point["capability"]["value"] for round in self.rounds
                    for point in round.probe["compute"]
                    if point["precision"] == precision and point["form"] != "fma+add"
                    and point["threads"] == threads)
                found = max(round.gemm[precision, threads] for round in self.rounds)
                print(f"| {precision} | {threads} | {mine / 1e9:.1f} GFLOP/s | "
                      f"{found[0] / 1e9:.1f} GFLOP/s | {mine / found[0]:.2f} "
                      f"{self.verdict(mine >= found[0])} | {found[1]} |")


def processor():
    """The processor's name and family as the kernel tells them."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        lines = dict(
            (part.strip() for part in line.split(":", 1)) for line in file if ":" in line)
    return f"{lines.get('model name', 'a processor')}, family {lines.get('cpu family', '?')} " \
           f"model {lines.get('model', '?')}"


if __name__ == "__main__":
    main()
