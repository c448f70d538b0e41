"""Which browser is taken, and what is said where there is none."""

from pathlib import Path

import pytest

from tests.browser.finding import NoBrowser, find_browser


def program(path: Path, exit_code: int = 0) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


def test_the_browser_named_by_hand_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program(tmp_path / "bin" / "chromium").parent))
    monkeypatch.setenv("STEWARD_CHROMIUM", str(program(tmp_path / "mine")))
    assert find_browser() == tmp_path / "mine"


def test_a_name_that_is_no_browser_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_CHROMIUM", str(tmp_path / "nothing"))
    with pytest.raises(NoBrowser, match=r"nothing, which does not start as a browser: install .* or set STEWARD_CHROM"):
        find_browser()


def test_a_stand_in_that_does_not_start_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems have a `chromium-browser` that only tells how to get one."""
    monkeypatch.delenv("STEWARD_CHROMIUM", raising=False)
    program(tmp_path / "bin" / "chromium", exit_code=1)
    real = program(tmp_path / "bin" / "google-chrome")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert find_browser() == real
