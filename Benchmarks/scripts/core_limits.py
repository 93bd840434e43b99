"""What LLVM's scheduling models say that a core starts in a cycle, as CSV: what the table of limits in
`Sources/Machine/Processor` is held against by its tests.

    python3 Benchmarks/scripts/core_limits.py > Tests/MachineTests/Recorded/llvm-limits.csv

Debian and Ubuntu have the program: apt-get install llvm-19 (set LLVM_MCA for another). A loop of
independent instructions is simulated by llvm-mca; instructions a cycle are counted over 200 rounds.
"""

import os
import re
import subprocess
import sys

MCA = os.environ.get("LLVM_MCA", "llvm-mca-19")
# The name that LLVM has for a design, and the designs that it holds for.
X86 = {
    "znver1": ["Zen"], "znver2": ["Zen 2"], "znver3": ["Zen 3"], "znver4": ["Zen 4"],
    "sandybridge": ["Sandy Bridge"], "ivybridge": ["Ivy Bridge"], "haswell": ["Haswell"],
    "broadwell": ["Broadwell"], "skylake": ["Skylake", "Kaby Lake", "Comet Lake"],
    "skylake-avx512": ["Skylake (server)"], "cascadelake": ["Cascade Lake"],
    "cooperlake": ["Cooper Lake"], "icelake-server": ["Ice Lake (server)"],
    "sapphirerapids": ["Sapphire Rapids"], "emeraldrapids": ["Emerald Rapids"],
    "graniterapids": ["Granite Rapids"], "alderlake": ["Alder Lake"], "raptorlake": ["Raptor Lake"],
}
ARM = {
    "neoverse-n1": ["Neoverse N1"], "neoverse-n2": ["Neoverse N2"], "neoverse-v1": ["Neoverse V1"],
    "neoverse-v2": ["Neoverse V2"],
}
WITHOUT_FMA = {"sandybridge", "ivybridge"}
WITH_512 = {"znver4", "skylake-avx512", "cascadelake", "cooperlake", "icelake-server",
            "sapphirerapids", "emeraldrapids", "graniterapids"}
WITH_VNNI = WITH_512 - {"skylake-avx512"}
WITH_AVX_VNNI = {"alderlake", "raptorlake"}


def main():
    """Simulates all, prints the table."""
    print("design,operation,bits,perCycle,model")
    for triple, models, loops in (("x86_64", X86, x86_loops), ("aarch64", ARM, arm_loops)):
        for model, designs in models.items():
            for operation, bits, code in loops(model):
                rate = simulate(triple, model, code)
                if rate is None:
                    sys.exit(f"{MCA}: no {operation} of {bits} bits on {model}")
                for design in designs:
                    print(f"{design},{operation},{bits},{rate:.2f},{model}")


def simulate(triple, model, code):
    """Instructions a cycle of a loop; none where the model does not have them."""
    run = subprocess.run(
        [MCA, f"-mtriple={triple}", f"-mcpu={model}", "-iterations=200"], input="\n".join(code) + "\n",
        capture_output=True, text=True)
    found = [re.search(name + r":\s+(\d+)", run.stdout) for name in ("Instructions", "Total Cycles")]
    return int(found[0][1]) / int(found[1][1]) if all(found) else None


def x86_loops(model):
    """The loops of a model with AVX: scalar, then each width of vectors."""
    for bits in (64, 128, 256) + ((512,) if model in WITH_512 else ()):
        register = {64: "xmm", 512: "zmm", 256: "ymm"}.get(bits, "xmm")
        suffix = "ss" if bits == 64 else "ps"
        fixed = f"%{register}14, %{register}15"
        if model not in WITHOUT_FMA:
            yield "fma", bits, [f"vfmadd231{suffix} {fixed}, %{register}{i}" for i in range(14)]
        yield "mul+add", bits, [
            f"v{name}{suffix} %{register}15, %{register}{2 * i + place}, %{register}{2 * i + place}"
            for i in range(7) for place, name in enumerate(("mul", "add"))]
    if model in WITH_VNNI:
        yield "AVX-512-VNNI", 512, [f"vpdpbusd %zmm14, %zmm15, %zmm{i}" for i in range(14)]
    if model in WITH_AVX_VNNI:
        yield "AVX-VNNI", 256, [f"vpdpbusd %ymm14, %ymm15, %ymm{i}" for i in range(14)]


def arm_loops(model):
    """The loops of a model: scalar and NEON, with 24 accumulators as in the kernels."""
    for bits, names in (
            (64, ("fmadd s{0}, s30, s31, s{0}", "fmul s{0}, s30, s{0}", "fadd s{0}, s31, s{0}")),
            (128, ("fmla v{0}.4s, v30.4s, v31.4s", "fmul v{0}.4s, v30.4s, v{0}.4s",
                   "fadd v{0}.4s, v31.4s, v{0}.4s"))):
        yield "fma", bits, [names[0].format(i) for i in range(24)]
        yield "mul+add", bits, [names[1 + i % 2].format(i) for i in range(24)]
    yield "load", 128, [f"ldr q{i}, [x0, #{16 * i}]" for i in range(12)]
    yield "store", 128, [f"str q{i}, [x0, #{16 * i}]" for i in range(12)]
    bytes_ = "v30.16b, v31.16b"
    yield "NEON dot product", 128, [f"sdot v{i}.4s, {bytes_}" for i in range(24)]
    if model == "neoverse-n1":
        return
    yield "NEON I8MM", 128, [f"smmla v{i}.4s, {bytes_}" for i in range(24)]
    halves = "v30.8h, v31.8h"
    yield "NEON BF16 dot", 128, [f"bfdot v{i}.4s, {halves}" for i in range(24)]
    yield "NEON BF16 2x4x2 product", 128, [f"bfmmla v{i}.4s, {halves}" for i in range(24)]


if __name__ == "__main__":
    main()
