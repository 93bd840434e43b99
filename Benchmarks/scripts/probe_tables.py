"""What rounds of probes and peers say, as Markdown."""

import os

from probe_places import places


class Tables:
    """What the rounds say, as Markdown."""

    def __init__(self, rounds):
        self.rounds = rounds
        self.is_passed = True
        self.unplaced = 0

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
        if self.unplaced:
            print(f"\n{self.unplaced} rows have no place in common: the processors were moved between our turn "
                  "and theirs in every round. Nothing is said of those.")
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
        print("| kernel | cores | ours | likwid-bench | ratio | per cycle and core | limit | share | whole cores |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |")
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
                  f"{point['perCycle']:.2f} | {limit or '–'} | {shown} | {wholeness(point)} |")
        print("\nA core is whole while no other thread, of this system or a neighbour on the same machine, takes "
              "its turns: `one by one` where each thread had its own whole while the others worked, and what "
              "these did is added up; `hardly ever` where the probe tells a lower bound.\n")

    def memory(self):
        """Our bandwidths by level, operation and threads: of the kernel that gave the most, each with how far
        the cores were apart, in nanoseconds."""
        found = {}
        for round in self.rounds:
            for level in round.probe["memory"]:
                for point in level["bandwidths"]:
                    if point["cores"] != point["threads"]:
                        continue
                    key = level["level"], point["operation"], point["threads"]
                    seen = [(point["apartSeconds"], point["capability"]["value"])]
                    if point["elsewhere"]:
                        seen.append((point["elsewhere"]["apartSeconds"],
                                     point["elsewhere"]["capability"]["value"]))
                    found.setdefault(key, []).extend(
                        (value, apart and apart * 1e9) for apart, value in seen)
        return found

    def memory_keys(self):
        """The rows that likwid has too."""
        return [key for key in sorted(self.memory()) if any(value for value, _ in self.peer("likwid", key))]

    def peer(self, name, key):
        """What a peer did in all rounds, each with how far the cores were apart."""
        return [figure for round in self.rounds for figure in getattr(round, name).get(key, [])]

    def pairs(self, ours, theirs):
        """Both sides' best in each place where both were: (ours, theirs, distance)."""
        if not any(apart for _, apart in ours):
            # One core, what cores do not share, and where nothing told how far they were apart.
            best = [max(value for value, _ in side) for side in (ours, theirs) if side]
            return [(*best, None)] if len(best) == 2 else []
        found = []
        for place in places([figure + (side,) for side, all in enumerate((ours, theirs)) for figure in all]):
            sides = [[value for value, _, side in place if side == wanted] for wanted in (0, 1)]
            if all(sides) and place[0][1]:
                found.append((max(sides[0]), max(sides[1]), place[0][1]))
        return found

    def lacks_place(self, key, name):
        """Whether a row has no place where both sides were."""
        return not self.pairs(self.memory()[key], self.peer(name, key))

    def is_shared(self, key):
        """Whether cores share what a row measures."""
        level, operation, threads = key
        past = operation.endswith("non-temporal")
        cached = [figure for (other, name, count), all in self.memory().items()
                  if (other, count) == (level, threads) and not name.endswith("non-temporal") for figure in all]
        return threads > 1 and (level == "dram" or past or any(apart for _, apart in cached))

    def rows(self, key, label, ours, theirs):
        """A row for each place where both sides were; one that says so where there is none."""
        found = self.pairs(ours, theirs)
        unknown = "not known" if self.is_shared(key) else ""
        for mine, other, apart in found:
            print(f"| {label} | {f'{apart:.0f} ns' if apart else unknown} | {mine / 1e9:.1f} GB/s | "
                  f"{other / 1e9:.1f} GB/s | {mine / other:.2f} {self.verdict(mine >= other)} |")
        if not found:
            self.unplaced += 1
            sides = [", ".join(
                f"{max(place)[0] / 1e9:.1f} GB/s" + (f" at {place[0][1]:.0f} ns" if place[0][1] else "")
                for place in places(side)) for side in (ours, theirs)]
            print(f"| {label} | apart | {sides[0]} | {sides[1]} | no place in common |")

    def write_bandwidths(self):
        """Bytes a second against likwid."""
        print("## Memory levels\n")
        print("Where cores share what is measured, a row is of one place: so far were they apart, on both "
              "sides, before and after; `not known` where the system gave no answer.\n")
        print("| level | operation | cores | apart | ours | likwid-bench | ratio |")
        print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
        ours = self.memory()
        for key in self.memory_keys():
            level, operation, threads = key
            self.rows(key, f"{level} | {operation} | {threads}", ours[key], [
                figure for figure in self.peer("likwid", key) if figure[0]])
        print()

    def write_streams(self):
        """Main memory against STREAM, whose compiler may write past the caches or not."""
        print("## STREAM\n")
        print("| kernel | cores | apart | ours | STREAM, gcc -O3 | ratio |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        ours = self.memory()
        for name, operation in (("copy", "copy"), ("scale", "copy"), ("add", "triad"), ("triad", "triad")):
            for threads in self.rounds[0].counts:
                mine = [figure for kind in (operation, operation + " non-temporal")
                        for figure in ours.get(("dram", kind, threads), [])]
                theirs = self.peer("stream", ("dram", name, threads))
                if mine and theirs:
                    self.rows(("dram", operation, threads), f"{name} | {threads}", mine, theirs)
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


def wholeness(point):
    """Whether the threads of a point had their cores whole."""
    if point["isLowerBound"]:
        return "hardly ever"
    return "one by one" if point["isSumOfThreads"] else "at once"


def processor():
    """The processor's name and family as the kernel tells them."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        lines = dict(
            (part.strip() for part in line.split(":", 1)) for line in file if ":" in line)
    return f"{lines.get('model name', 'a processor')}, family {lines.get('cpu family', '?')} " \
           f"model {lines.get('model', '?')}"
