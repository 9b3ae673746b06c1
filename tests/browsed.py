"""What the tests in a real browser share: Chromium, a page opened under watch, and any host of files."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="not run: no Chromium on this machine (make chromium)")
PATIENCE = 15_000.0  # milliseconds
SHOTS = Path(__file__).parents[1] / "build" / "screenshots"


@contextmanager
def opened(browser: Browser, address: str, path: str, *, scripts: bool = True) -> Iterator[Page]:
    """Open a page; what breaks the policy or a script fails the test.

    Args:
        browser: to open it in.
        address: of the host.
        path: of the page.
        scripts: whether they run.
    """
    context = browser.new_context(java_script_enabled=scripts, base_url=address)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None)
    page.set_default_timeout(PATIENCE)
    try:
        page.goto(path)
        yield page
    finally:
        context.close()
    assert wrong == []


def shot(page: Page, name: str) -> None:
    """Keep a picture of what the page shows, for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def typed(page: Page, text: str) -> None:
    """Put a text into the editor, with the cursor at its end."""
    page.evaluate(
        "text => { const editor = document.querySelector('.CodeMirror').CodeMirror;"
        " editor.setValue(text); editor.focus(); editor.setCursor(0, text.length); }",
        text,
    )


class _Quiet(SimpleHTTPRequestHandler):
    """A host of files that says nothing, and sends a policy with each if it has one."""

    def __init__(self, *args: Any, policy: str = "", **given: Any) -> None:
        self.policy = policy
        super().__init__(*args, **given)

    def end_headers(self) -> None:
        """Add the policy."""
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def hosted(folder: Path, policy: str = "") -> Iterator[str]:
    """Serve a folder as `python -m http.server` does, with a policy if one is given, and give the address."""
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder), policy=policy))
    thread = threading.Thread(target=host.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{host.server_port}"
    finally:
        host.shutdown()
        thread.join()
        host.server_close()


def written(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, with the folders of their names."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
