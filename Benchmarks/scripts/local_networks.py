"""Holds expected times on this machine against ONNX Runtime, over networks that took no part in the fit.

Usage: local_networks.py --ridgeline PROGRAM --models FOLDER --folder FOLDER [--keep] NAME...
Measures the networks, lets `ridgeline calibrate --local` measure its generated layers, and measures the
networks again, so that both see the same state of the machine; a network whose two halves differ was
disturbed and is marked. Of each network the best of all runs counts, of each layer the least of the times
in ONNX Runtime's own profile. Prints a table in Markdown. With --keep what FOLDER has of an earlier run
stands: nothing is measured that was, so that another program can be held against the same times.
"""

import argparse
import gc
import json
import math
import os
import statistics
import subprocess
import sys
import time

import numpy
import onnxruntime

# Runs of a network without the profiler, and with it, before and after the calibration.
RUNS = 10
PROFILED_RUNS = 6
# Two halves that differ by more than this were disturbed.
DISTURBED = 0.08
# Layers that take less than this share of their network are left out.
LEAST_SHARE = 0.01
TOTALS_AIM = 0.15
LAYERS_AIM = 0.30
RUNTIME = "onnxruntime-cpu"


def session(path, profile=None):
    """A session on all processors; `profile` is the prefix of the profile's name."""
    options = onnxruntime.SessionOptions()
    if profile:
        options.enable_profiling = True
        options.profile_file_prefix = profile
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def feeds(network):
    """Something for each input of a session."""
    random = numpy.random.default_rng(0)
    return {
        value.name: numpy.ones(value.shape, numpy.int64) if "int64" in value.type
        else random.standard_normal(value.shape).astype(numpy.float32)
        for value in network.get_inputs()
    }


def best_run(path):
    """The seconds of the shortest run, after one that is not counted."""
    network = session(path)
    data = feeds(network)
    network.run(None, data)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        network.run(None, data)
        times.append(time.perf_counter() - start)
    return min(times)


def profile(path, prefix):
    """The profile of some runs, as its events."""
    network = session(path, prefix)
    data = feeds(network)
    for _ in range(PROFILED_RUNS + 1):
        network.run(None, data)
    name = network.end_profiling()
    with open(name, encoding="utf-8") as file:
        events = json.load(file)
    os.remove(name)
    return events


def is_layer(event):
    return event.get("cat") == "Node" and event["name"].endswith("_kernel_time")


def least(profiles):
    """The last run of some profiles of a network, each layer with the least time of all their runs."""
    times = {}
    for events in profiles:
        first = [event["ts"] for event in events if event["name"] == "model_run"]
        for event in events:
            if is_layer(event) and event["ts"] >= sorted(first)[1]:
                times[event["name"]] = min(event["dur"], times.get(event["name"], event["dur"]))
    events = profiles[-1]
    last = max(event["ts"] for event in events if event["name"] == "model_run")
    kept = [event for event in events if event["name"] == "model_run" and event["ts"] == last]
    for event in events:
        if is_layer(event) and event["ts"] >= last:
            kept.append({**event, "dur": times[event["name"]]})
    return kept


def measure(options, half):
    """Measures all networks, into a file for each."""
    for name in options.names:
        path = os.path.join(options.folder, f"{name}-{half}.json")
        if options.keep and os.path.exists(path):
            continue
        model = os.path.join(options.models, name + ".onnx")
        tell(f"measuring {name}")
        seconds = best_run(model)
        gc.collect()
        events = profile(model, os.path.join(options.folder, "profile"))
        gc.collect()
        with open(path + ".unfinished", "w", encoding="utf-8") as file:
            json.dump({"seconds": seconds, "events": events}, file)
        os.replace(path + ".unfinished", path)


def ridgeline(options, *arguments, **settings):
    """Runs the program with a folder of its own for what it keeps, so that only this run's calibration
    counts."""
    own = os.path.abspath(os.path.join(options.folder, "own"))
    environment = {**os.environ, "XDG_DATA_HOME": own, "XDG_CACHE_HOME": own}
    return subprocess.run(
        [options.ridgeline, *arguments], env=environment, check=True, text=True, **settings)


def calibrate(options):
    """Lets the program calibrate itself: what it says of that."""
    path = os.path.join(options.folder, "calibration.txt")
    if not (options.keep and os.path.exists(path)):
        tell("calibrating")
        begin = time.monotonic()
        text = ridgeline(
            options, "calibrate", "--local", "--python", sys.executable, stdout=subprocess.PIPE).stdout
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{text.rstrip()}\ntook         {time.monotonic() - begin:.0f} s\n")
    with open(path, encoding="utf-8") as file:
        return file.read()


def estimate(options, name, events):
    """What the program expects of a network, beside its profile."""
    path = os.path.join(options.folder, name + ".profile.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(events, file)
    text = ridgeline(
        options, "estimate", os.path.join(options.models, name + ".onnx"), "--device", "local",
        "--runtime", RUNTIME, "--measured", path, "--format", "json",
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return json.loads(text)


class Result:
    """A network: measured and expected, as a whole and layer by layer."""

    def __init__(self, options, name):
        self.name = name
        halves = [self._half(options, name, half) for half in ("before", "after")]
        times = [half["seconds"] for half in halves]
        self.seconds = min(times)
        self.is_disturbed = abs(math.log(times[0] / times[1])) > DISTURBED
        said = estimate(options, name, least([half["events"] for half in halves]))
        self.expected = said["expectedSeconds"]
        self.low, self.high = said.get("lowSeconds"), said.get("highSeconds")
        whole = sum(layer["measuredSeconds"] for layer in said["layers"])
        whole += sum(layer["measuredSeconds"] for layer in said["unmatchedMeasured"])
        self.profiled = whole
        self.layers = [
            abs(math.log(layer["expectedSeconds"] / layer["measuredSeconds"]))
            for layer in said["layers"]
            if layer["measuredSeconds"] > LEAST_SHARE * whole and layer.get("expectedSeconds")
        ]
        self.missing = sum(
            layer["measuredSeconds"] > LEAST_SHARE * whole
            for layer in said["unmatchedMeasured"])

    @staticmethod
    def _half(options, name, half):
        with open(os.path.join(options.folder, f"{name}-{half}.json"), encoding="utf-8") as file:
            return json.load(file)

    @property
    def error(self):
        return self.expected / self.seconds - 1

    def row(self):
        holds = "–"
        if self.low is not None:
            holds = "yes" if self.low <= self.seconds <= self.high else "**no**"
        layers = statistics.median(self.layers) if self.layers else math.nan
        return (
            f"| {self.name} | {milliseconds(self.seconds)} | {milliseconds(self.profiled)} "
            f"| {milliseconds(self.expected)} | {self.error:+.1%} | {holds} | {len(self.layers)} "
            f"| {layers:.1%} | {'disturbed' if self.is_disturbed else ''} |")


def milliseconds(seconds):
    return f"{seconds * 1e3:.2f}"


def tell(line):
    print(line, file=sys.stderr, flush=True)


def report(results, calibration):
    print("# Expected times beside ONNX Runtime on this machine\n")
    print(
        f"ONNX Runtime {onnxruntime.__version__} on all processors, best of {2 * RUNS} runs, beside "
        f"`--device local --runtime {RUNTIME}`, calibrated in the same run on generated layers, none of "
        "these networks among them. A layer's error is |ln(expected / measured)|, measured by ONNX "
        "Runtime's own profile, over layers of more than 1 % of their network's time. *Disturbed*: the "
        f"runs before the calibration and after it differ by more than {DISTURBED:.0%}.\n")
    print(
        "| network | measured, ms | sum of its layers, ms | expected, ms | error | within 10 to 90 % "
        "| layers | median error of layers | |")
    print("| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- |")
    for result in results:
        print(result.row())
    # Where the file of this run lies is of no use to others.
    told = "\n".join(
        line for line in calibration.splitlines() if not line.startswith(("written to", "use it with")))
    print(f"\nThe calibration:\n\n```\n{told.rstrip()}\n```\n")


def verdict(results):
    """Prints whether the aims are met; the exit status."""
    calm = [result for result in results if not result.is_disturbed]
    if 2 * len(calm) < len(results):
        print(
            f"No verdict: {len(results) - len(calm)} of {len(results)} networks were disturbed. Run it "
            "again on a machine that does nothing else.")
        return 1
    totals = statistics.median(abs(math.log(1 + result.error)) for result in calm)
    layers = statistics.median(error for result in calm for error in result.layers)
    count = sum(len(result.layers) for result in calm)
    missing = sum(result.missing for result in calm)
    print(f"Median error of the totals of {len(calm)} networks: {totals:.1%} (aim {TOTALS_AIM:.0%}).")
    print(
        f"Median error of {count} layers: {layers:.1%} (aim {LAYERS_AIM:.0%}); {missing} layers are not "
        "found in the models.")
    return 0 if totals <= TOTALS_AIM and layers <= LAYERS_AIM else 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ridgeline", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("names", nargs="+")
    options = parser.parse_args()
    options.ridgeline = os.path.abspath(options.ridgeline)
    os.makedirs(options.folder, exist_ok=True)
    measure(options, "before")
    calibration = calibrate(options)
    measure(options, "after")
    results = [Result(options, name) for name in options.names]
    report(results, calibration)
    sys.exit(verdict(results))


if __name__ == "__main__":
    main()
