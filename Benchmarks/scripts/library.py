"""Makes a folder of many device profiles of one's own."""

import contextlib
import os
import subprocess
import tempfile


@contextlib.contextmanager
def many_profiles(program, count, device):
    """Lets `program` find `count` profiles of one's own, copies of `device` under other IDs."""
    text = subprocess.run(
        [program, "devices", "show", device, "--format", "json"],
        check=True, capture_output=True, text=True).stdout
    before = os.environ.get("XDG_DATA_HOME")
    with tempfile.TemporaryDirectory() as home:
        folder = os.path.join(home, "ridgeline", "devices")
        os.makedirs(folder)
        for number in range(count):
            name = f"copy-{number}"
            own = text.replace(f'"id" : "{device}"', f'"id" : "{name}"')
            with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as file:
                file.write(own)
        os.environ["XDG_DATA_HOME"] = home
        try:
            yield
        finally:
            if before is None:
                del os.environ["XDG_DATA_HOME"]
            else:
                os.environ["XDG_DATA_HOME"] = before
