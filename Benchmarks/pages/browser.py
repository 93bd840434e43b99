"""The program under test, and its pages in a real browser with everything that they complain of."""

import base64
import hashlib
import json
import pathlib
import re
import subprocess
import sys

import html5lib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZES = {"wide": (1440, 900), "tablet": (820, 1100), "phone": (390, 844)}

failures = []


def expect(condition, what):
    if not condition:
        failures.append(what)
        print(f"FAILED: {what}", flush=True)


class Program:
    """The program under test."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder

    def run(self, *arguments):
        done = subprocess.run([self.path, *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(arguments)[:300]}: {done.stderr[:1000]}")
        return done.stdout

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--format", "json"))

    def page(self, name, *arguments):
        path = self.folder / f"{name}.html"
        self.run(*arguments, "--format", "html", "--output", str(path))
        return path

    def rows(self, *arguments):
        """The cells of the program's own table of layers, without the total."""
        text = self.run(*arguments, "--format", "markdown")
        lines = [line for line in text.splitlines() if line.startswith("| ")]
        cells = [re.split(r"(?<!\\) \| ", line[2:-2]) for line in lines]
        plain = [[re.sub(r"\\(.)", r"\1", cell).strip() for cell in row] for row in cells]
        return [row for row in plain if re.fullmatch(r"\d+", row[0])]


class Page:
    """A page in the browser, with everything that it complains of."""

    def __init__(self, browser, path, size=(1440, 900), **options):
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        self.page = self.context.new_page()
        self.path, self.complaints, self.requests = path, [], []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())
        # A page with a script says when it has drawn; the others are drawn when they are there.
        ready = "html[data-ready]" if self.page.locator("#data").count() else "main"
        self.page.wait_for_selector(ready, state="attached", timeout=20_000)

    def close(self):
        expect(not self.complaints, f"{self.path.name} says {self.complaints[:3]}")
        expect(len(self.requests) == 1, f"{self.path.name} asks for {self.requests[1:4]}")
        self.context.close()

    def all_rows(self):
        # Rows come as the browser finds time; the page's policy forbids to wait by an expression.
        for _ in range(600):
            made = self.page.locator("#layers tbody tr").count()
            if made >= int(self.page.inner_text("#count").split(" ")[0]):
                break
            self.page.wait_for_timeout(50)
        return self.page.evaluate(
            "[...document.querySelectorAll('#layers tbody tr')].map(r => [...r.children]"
            ".map(c => c.textContent.trim()))")

    def choose(self, control, label):
        self.page.select_option(f"#{control}", label=label)


def check_file(path, most_bytes):
    text = path.read_text(encoding="utf-8")
    expect(len(text.encode()) < most_bytes, f"{path.name} has {len(text.encode())} bytes")
    try:
        html5lib.HTMLParser(strict=True).parse(text)
    except html5lib.html5parser.ParseError as error:
        expect(False, f"{path.name} is no valid HTML: {error}")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    expect("unsafe" not in policy and policy.startswith("default-src 'none'"), f"policy: {policy}")
    for element in ("style", "script"):
        body = re.search(f"<{element}>(.*?)</{element}>", text, re.S)
        if element == "script" and not body:
            expect("script" not in policy, f"{path.name} has no script, and allows one")
            continue
        body = body.group(1)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        expect(f"{element}-src 'sha256-{digest}'" in policy, f"{path.name}: the hash of its {element}")
