"""Promises of `manage.py annotate_text`: text in, suggestions out, no database."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

TEXT = "An estimated 126,000 troops left, the ministry said."


class Stdin:
    """What the command reads of sys.stdin."""

    def __init__(self, raw):
        self.buffer = io.BytesIO(raw)


def run(*args):
    out = io.StringIO()
    call_command("annotate_text", *args, stdout=out)
    return out.getvalue()


def test_file_comes_out_as_json(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    spans = json.loads(run(str(path), "--json"))["spans"]
    assert all(set(span) == {"start", "end", "label", "quote", "score", "attributes"} for span in spans)
    assert "An estimated 126,000 troops" in [span["quote"] for span in spans]
    assert all(TEXT[span["start"] : span["end"]] == span["quote"] for span in spans)


def test_stdin_comes_out_as_lines(monkeypatch):
    monkeypatch.setattr("sys.stdin", Stdin(b"\xef\xbb\xbf" + TEXT.encode()))
    lines = [line.split("\t") for line in run("-").splitlines()]
    assert ["0", "27", "figure", "0.93", "An estimated 126,000 troops"] in lines


def test_unknown_engine_is_refused_in_one_line(tmp_path):
    with pytest.raises(CommandError, match="no engine named “oracle”"):
        run(str(tmp_path), "--engine", "oracle")


def test_missing_file_is_refused_in_one_line(tmp_path):
    with pytest.raises(CommandError, match="could not be read"):
        run(str(tmp_path / "nowhere.txt"))


def test_file_in_another_encoding_is_refused_in_one_line(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("größer".encode("latin-1"))
    with pytest.raises(CommandError, match="is not UTF-8 text: byte 2"):
        run(str(path))
