"""Bad input, end to end: a message with place and cure, the documented status, no traceback, earlier output untouched."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from resograph import resources
from resograph.cli import main
from resograph.model import Expression
from resograph.read import source
from resograph.read.text import read_text
from resograph.registry import Registry
from resograph.tables import SHOWN

SOURCE = resources.folder("data") / "sources" / "A_RES_60_288.zh.txt"
TEXT = SOURCE.read_text("utf-8")
OPENING = " 60/288. 联合国全球反恐战略 \n\n 大会， \n\n 重申其立场，\n\n 1. 决定采取下列行动： \n\n"
LABELS = ("(a)", "(一)", "(1)", "(i)", "(A)", "(aa)")
EARLIER = {"report.json": b"earlier report", "resograph.ttl": b"earlier graph"}

Made = Callable[[Path], object]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give a folder with earlier output."""
    folder = tmp_path / "dist"
    folder.mkdir()
    for name, content in EARLIER.items():
        (folder / name).write_bytes(content)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def refused(arguments: list[str], out: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Give status and message of a build that must leave everything as it was."""
    status = main(["build", *arguments, "--out", str(out)])
    caught = capsys.readouterr()
    assert contents(out) == EARLIER
    assert not caught.out
    assert caught.err.startswith("resograph: ")
    assert "Traceback" not in caught.err
    return status, caught.err


@pytest.mark.parametrize(
    ("content", "place", "cure"),
    [
        pytest.param(b"", "bad.txt: empty", "Extract the text", id="empty"),
        pytest.param(b" \n\t\n", "bad.txt: empty", "Extract the text", id="blank"),
        pytest.param(b"%PDF-1.7\n\x00\x01\x02" * 50, "bad.txt: binary", "Give the text", id="binary"),
        pytest.param(TEXT.encode("gb18030"), "bad.txt:1: not UTF-8", "iconv", id="wrong encoding"),
        pytest.param(TEXT.encode()[:1000] + b"\xff\xfe\n" + TEXT.encode()[1000:], "bad.txt:", "iconv", id="damaged"),
        pytest.param(b"<!DOCTYPE html>\n<html><body><p>1. Requests the Secretary-General" * 9, "looks like a web page", "save it there as text", id="web page"),
        pytest.param("Yleiskokous päättää jatkaa asian käsittelyä.\n".encode() * 50, "in no language", "languages/", id="unknown language"),
        pytest.param(b"The General Assembly", "too short to tell", "Give the whole text", id="a few words"),
        pytest.param(("决定" * 3_400_000).encode(), "bad.txt: 20,400,000 bytes", "Cut it up", id="20 MB in one line"),
        pytest.param(("决定" * 400_000).encode(), "bad.txt:1: a line of 800,000", "line breaks", id="2 MB in one line"),
        pytest.param(TEXT.replace("大会， \n", "\n", 1).encode(), "no enacting formula", "begins at the title", id="no resolution"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read(
    tmp_path: Path, out: Path, content: bytes, place: str, cure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    status, said = refused([str(bad)], out, capsys)
    assert status == 3
    assert "bad.txt" in said
    assert place in said
    assert cure in said


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda _: None, "no such file or folder. Check", id="missing"),
        pytest.param(lambda p: p.mkdir(), "holds no text (.txt, .xml). Give", id="empty folder"),
        pytest.param(
            lambda p: (p.mkdir(), (p / "a.pdf").write_bytes(b"x")), "holds no text", id="folder without texts"
        ),
    ],
)
def test_a_place_without_texts(
    tmp_path: Path, out: Path, make: Made, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "texts")
    status, message = refused([str(tmp_path / "texts")], out, capsys)
    assert status == 3
    assert f"{tmp_path / 'texts'}: {said}" in message


def test_all_texts_that_cannot_be_read_are_named_at_once(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    status, said = refused([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], out, capsys)
    assert status == 3
    assert "a.txt: empty" in said
    assert "b.txt: empty" in said


def test_what_is_no_file_is_named_and_never_waited_for(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "texts"
    (texts / "folder.xml").mkdir(parents=True)
    (texts / "gone.xml").symlink_to(texts / "nowhere.xml")
    os.mkfifo(texts / "pipe.txt")
    for given in ([str(texts)], [str(texts / "pipe.txt")]):
        status, said = refused(given, out, capsys)
        assert status == 3
        assert "pipe.txt: no file, but a pipe, socket or device. Give a file." in said
        assert ("gone.xml: a link that leads nowhere. Mend or remove it." in said) is (len(said.splitlines()) > 1)
    assert "folder.xml" not in said


def test_what_can_be_read_is_built_and_the_rest_named_with_its_reason(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "texts"
    (texts / "English").mkdir(parents=True)
    (texts / "English" / "a.txt").write_bytes(SOURCE.read_bytes())
    (texts / "b.txt").write_bytes(b"")
    (texts / "c.xml").write_bytes(b"<html/>")
    (texts / "d.txt").write_bytes(b"text")
    usual = read_text

    def fail(path: Path, data: Registry) -> Expression:
        if path.name == "d.txt":
            raise ZeroDivisionError("a case nobody thought of")
        return usual(path, data)

    monkeypatch.setattr(source, "read_text", fail)
    assert main(["build", str(texts), "--out", str(out)]) == 3
    caught = capsys.readouterr()
    assert "3 of 4 files cannot be read; the others are built." in caught.err
    report = json.loads((out / "report.json").read_bytes())
    (document,) = report["documents"]
    assert [i["kind"] for i in document["issues"]] == ["folder-differs"]
    assert [(f["file"], f["kind"]) for f in report["unread"]] == [
        ("b.txt", "empty"),
        ("c.xml", "not-akoma-ntoso"),
        ("d.txt", "failure"),
    ]
    assert "a case nobody thought of" in report["unread"][2]["reason"]
    assert all(f["reason"] in caught.out for f in report["unread"])


@pytest.mark.parametrize("share", [0.3, 0.5, 0.77, 0.95])
def test_a_text_cut_in_the_middle_is_built_and_the_issue_named(
    tmp_path: Path, out: Path, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut.txt"
    cut.write_text(TEXT[: int(len(TEXT) * share)], "utf-8")
    status = main(["build", str(cut), "--out", str(out)])
    said = capsys.readouterr().out
    report = json.loads((out / "report.json").read_bytes())
    assert status == (0 if report["conforms"] else 1)
    (document,) = report["documents"]
    odd = [i for i in document["issues"] if i["kind"] in {"cut-off", "footnote-missing", "no-operative-part"}]
    assert odd
    assert all(i["message"] in said and i["place"] in said for i in odd)
    assert document["provisions"] > 20


@pytest.mark.parametrize("labels", [LABELS, ("(a)",)], ids=["nested", "the same"])
def test_ten_thousand_list_labels(
    tmp_path: Path, out: Path, labels: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    deep = tmp_path / "deep.txt"
    items = (f" {labels[n % len(labels)]} 请会员国采取行动；" for n in range(10_000))
    deep.write_text(OPENING + "\n\n".join(items), "utf-8")
    assert main(["build", str(deep), "--out", str(out)]) in {0, 1}
    (document,) = json.loads((out / "report.json").read_bytes())["documents"]
    assert 5_000 < document["provisions"] <= 10_002
    assert document["measures"] > 5_000
    caught = capsys.readouterr()
    assert len(document["issues"]) < 3, "what is odd about all labels is told once"
    assert len(caught.out.splitlines()) < 100


def test_more_faults_than_are_shown(tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "good.txt").write_text(OPENING + " 请会员国采取行动。\n", "utf-8")
    for n in range(SHOWN + 5):
        (folder / f"empty-{n:02}.txt").write_bytes(b"")
    assert main(["build", str(folder), "--out", str(out)]) == 3
    said = capsys.readouterr().out
    assert "… and 5 more: report.json has all." in said
    assert f"empty-{SHOWN - 1:02}.txt" in said
    assert f"empty-{SHOWN:02}.txt" not in said
    assert len(json.loads((out / "report.json").read_bytes())["unread"]) == SHOWN + 5


def test_ten_thousand_labels_in_one_line(tmp_path: Path, out: Path) -> None:
    deep = tmp_path / "deep.txt"
    deep.write_text(OPENING + " " + "(a)" * 10_000 + " 请会员国采取行动；\n\n" + TEXT[200:9000], "utf-8")
    assert main(["build", str(deep), "--out", str(out)]) in {0, 1, 3}


def test_an_out_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "dist"
    place.write_bytes(b"mine")
    assert main(["build", "--out", str(place)]) == 5
    assert "A file stands where a folder is needed" in capsys.readouterr().err
    assert place.read_bytes() == b"mine"
    assert main(["build", "--out", str(place / "below")]) == 5


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permission bits do not hold the superuser")
def test_an_out_that_may_not_be_written(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out.chmod(0o500)
    try:
        status, said = refused([], out, capsys)
    finally:
        out.chmod(0o700)
    assert status == 5
    assert "Make the folder writable" in said


@pytest.mark.parametrize(
    ("number", "cure"),
    [(errno.ENOSPC, "Free some space"), (errno.EROFS, "read-only"), (errno.EACCES, "Make the folder writable")],
)
def test_a_disk_that_refuses(
    out: Path, number: int, cure: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The system's answer is imitated where all has been written: the latest moment at which a disk may say no."""
    calls: list[int] = []

    def refuse(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 4:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    status, said = refused([], out, capsys)
    assert status == 5
    assert cure in said
    assert "Earlier output is unchanged" in said


def test_a_limit_of_the_system_on_a_real_disk(out: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "resograph.cli", "build", "--out", str(out)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5
    assert done.stderr.startswith(f"resograph: {out}")
    assert "Traceback" not in done.stderr
    assert contents(out) == EARLIER


def test_a_fault_in_the_authored_data_is_status_4(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from resograph import registry

    def broken() -> object:
        return registry._read(Path("nowhere"))

    monkeypatch.setattr(registry, "load", broken)
    status, said = refused([], out, capsys)
    assert status == 4
    assert "no such folder" in said
