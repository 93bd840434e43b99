"""Repeats quick probes and prints how far their ceilings differ, as Markdown; exits with 1 where that is
more than 3 % in arithmetic or 8 % in bandwidth. A hypervisor may move the processors between them, which
changes what these share: bandwidths are held against those found with the cores equally far apart.

Each probe by itself first, then what `--device local` would be after each, which keeps the best of all:
from the second on, since the first has nothing before it.
"""

import argparse
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

from probe_places import places

LIMITS = {"arithmetic": 0.03, "bandwidth": 0.08}


def main():
    """Parses, repeats, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    # Probes run in another folder.
    options.ridgeline = os.path.abspath(options.ridgeline)
    with tempfile.TemporaryDirectory() as cache:
        pairs = [probe(options.ridgeline, cache) for _ in range(options.times)]
    print("# Repeated quick probes\n")
    print(f"{options.times} times `ridgeline probe --quick`, one after the other: ceilings of the profile, "
          "and the largest less the smallest over the middle one; for what cores share, of the probes that found "
          "them equally far apart. Load of the last minute at the end: "
          f"{os.getloadavg()[0]:.1f}.\n")
    print("## Each by itself\n")
    alone = write([own for own, _ in pairs])
    print("\n## The best of each and those before it, as `--device local` keeps it\n")
    together = write([kept for _, kept in pairs[1:]])
    sys.exit(0 if alone and together else 1)


def write(runs):
    """Prints the spread of each ceiling over these runs; whether none is too large."""
    print("| ceiling | apart | probes | least | middle | most | spread | known from below | |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    is_passed = True
    for kind, name in sorted(set().union(*runs)):
        found = [figure for run in runs for figure in run.get((kind, name), [])]
        if sum((kind, name) in run for run in runs) < len(runs):
            print(f"| {name} | | {sum((kind, name) in run for run in runs)} of {len(runs)} | | | | | | **MISSED** |")
            is_passed = False
            continue
        for place in places(found):
            values = sorted(value for value, *_ in place)
            middle = values[len(values) // 2]
            spread = (values[-1] - values[0]) / middle
            passed = spread <= LIMITS[kind]
            is_passed = is_passed and passed
            shown = " | ".join(f"{value / 1e9:.2f} G" for value in (values[0], middle, values[-1]))
            verdict = f"{'PASS' if passed else '**MISSED**'} ({LIMITS[kind]:.0%})"
            print(f"| {name} | {f'{place[0][1]:.0f} ns' if place[0][1] else ''} | {len(values)} | {shown} | "
                  f"{spread:.1%} | {sum(doubt for *_, doubt in place)} of {len(values)} | "
                  f"{verdict if len(values) > 1 else 'only one'} |")
    return is_passed


def probe(program, cache):
    """The ceilings of one quick probe, and of what is kept after it in the folder `cache`."""
    run = subprocess.run(
        [program, "probe", "--quick", "--format", "json"], check=True, capture_output=True,
        cwd=cache, env=dict(os.environ, XDG_CACHE_HOME=cache))
    [kept] = glob.glob(f"{cache}/ridgeline/profiles/*.json5")
    text = subprocess.run(
        [program, "devices", "show", kept, "--format", "json"], check=True, capture_output=True).stdout
    return ceilings(json.loads(run.stdout)["profile"]), ceilings(json.loads(text))


# How the note of a figure tells places: how far the cores were apart, and what another place gave.
APART = re.compile(r", cores (\d+) ns apart(?: \(([\d.e+]+) at (\d+) ns\))?")


def ceilings(profile):
    """The ceilings of a profile by kind and name: of each the figures of its places, with how far the cores
    were apart there and whether it is only known from below."""
    def figures(sourced):
        note = sourced.get("note", "")
        doubt = note.startswith("at least")
        place = APART.search(note)
        if not place:
            return [(sourced["value"], None, doubt)]
        found = [(sourced["value"], float(place[1]), doubt)]
        return found + ([(float(place[2]), float(place[3]), doubt)] if place[2] else [])
    found = {
        ("arithmetic", f"{rate['unit']} {rate['precision']}"): figures(rate["flopsPerSecond"])
        for rate in profile["compute"]}
    for level in profile["memory"]:
        for key in ("bytesPerSecond", "readBytesPerSecond", "writeBytesPerSecond"):
            if key in level:
                found["bandwidth", f"{level['level']} {key}"] = figures(level[key])
    return found


if __name__ == "__main__":
    main()
