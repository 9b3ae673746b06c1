"""The files of deploy/: their commands are those of this program, and a real proxy serves what the server does."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from resograph.cli import main, parser
from served import free_port, serving

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


def test_the_unit_starts_a_command_that_there_is() -> None:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "resograph.service", "utf-8")
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    assert program == "/opt/resograph/bin/resograph"
    given = parser().parse_args(arguments)
    assert (given.command, given.data, given.behind_proxy) == ("serve", Path("/var/lib/resograph"), True)


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not on this machine: the unit was not verified by it")
    text = (DEPLOY / "resograph.service").read_text("utf-8")
    unit = tmp_path / "resograph.service"
    unit.write_text(text.replace("/opt/resograph/bin/resograph", "/bin/true"), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "resograph.service" in line] == []


def test_the_container_starts_a_command_that_there_is_on_files_that_there_are() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    entry = re.search(r"^ENTRYPOINT (\[.+\])$", text, re.MULTILINE)
    assert entry
    _, *arguments = json.loads(entry[1])
    assert parser().parse_args(arguments).host == "0.0.0.0"
    assert '--user "$(id -u):$(id -g)"' in text, "the store is made in a folder of whoever starts it"
    copied = [name for line in re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE) for name in line.split()]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"src", "data", "ontology", "shapes", "queries"} <= set(copied)


def certificate(folder: Path) -> None:
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
            "-keyout", folder / "key", "-out", folder / "pem",
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def test_a_real_proxy_serves_what_the_server_does(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None or shutil.which("openssl") is None:
        pytest.skip("nginx and openssl are not on this machine: the proxy was not run")
    assert main(["build", "--out", str(tmp_path / "dist")]) == 0
    with serving(tmp_path / "dist", "--behind-proxy") as server:
        proxied(nginx, server.address.removeprefix("http://"), tmp_path)


def proxied(nginx: str, server: str, tmp_path: Path) -> None:
    """Run the proxy of deploy/ before a server, and ask it."""
    certificate(tmp_path)
    port = free_port()
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    site = site.replace("127.0.0.1:8000", server)
    site = site.replace("listen [::]:443 ssl http2;", "").replace("listen 443", f"listen 127.0.0.1:{port}")
    site = re.sub(r"/etc/ssl/(certs|private)/\S+\.(pem|key);", lambda m: f"{tmp_path / m[2]};", site)
    places = "".join(
        f"{kind}_temp_path {tmp_path / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error; events {{}} http {{ access_log off; {places} {site} }}"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    process = subprocess.Popen([nginx, "-p", tmp_path, "-c", tmp_path / "nginx.conf"], stderr=subprocess.PIPE)
    trusting = ssl.create_default_context(cafile=tmp_path / "pem")
    trusting.check_hostname = False
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
        ask = f"https://127.0.0.1:{port}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&format=json"
        with urllib.request.urlopen(ask, context=trusting, timeout=10) as answer:
            assert json.load(answer)["boolean"] is True
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
    finally:
        process.terminate()
        process.communicate(timeout=10)
