"""Repeats quick probes and prints how far their ceilings differ, as Markdown; exits with 1 where that is
more than 3 % in arithmetic or 8 % in bandwidth."""

import argparse
import json
import os
import subprocess
import sys
import tempfile

LIMITS = {"arithmetic": 0.03, "bandwidth": 0.08}


def main():
    """Parses, repeats, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    runs = [ceilings(options.ridgeline) for _ in range(options.times)]
    print("# Repeated quick probes\n")
    print(f"{options.times} times `ridgeline probe --quick`, one after the other: ceilings of the profile, "
          "and the largest less the smallest over the middle one. Load of the last minute at the end: "
          f"{os.getloadavg()[0]:.1f}.\n")
    print("| ceiling | least | middle | most | spread | |")
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    is_passed = True
    for kind, name in sorted(runs[0]):
        values = sorted(run[kind, name] for run in runs if (kind, name) in run)
        middle = values[len(values) // 2]
        spread = (values[-1] - values[0]) / middle
        passed = spread <= LIMITS[kind] and len(values) == options.times
        is_passed = is_passed and passed
        shown = " | ".join(f"{value / 1e9:.2f} G" for value in (values[0], middle, values[-1]))
        print(f"| {name} | {shown} | {spread:.1%} | "
              f"{'PASS' if passed else '**MISSED**'} ({LIMITS[kind]:.0%}) |")
    sys.exit(0 if is_passed else 1)


def ceilings(program):
    """The ceilings of one quick probe, by kind and name."""
    with tempfile.TemporaryDirectory() as folder:
        text = subprocess.run(
            [program, "probe", "--quick", "--format", "json"], check=True, capture_output=True,
            cwd=folder).stdout
    profile = json.loads(text)["profile"]
    found = {
        ("arithmetic", f"{rate['unit']} {rate['precision']}"): rate["flopsPerSecond"]["value"]
        for rate in profile["compute"]}
    for level in profile["memory"]:
        for key in ("bytesPerSecond", "readBytesPerSecond", "writeBytesPerSecond"):
            if key in level:
                found["bandwidth", f"{level['level']} {key}"] = level[key]["value"]
    return found


if __name__ == "__main__":
    main()
