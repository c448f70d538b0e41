"""Nothing that opens a door lies in the tree: keys, tokens, passwords written out."""

import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.wire.serving import ROOT

PATTERNS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a cloud key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of a code host": r"\b(?:ghp|gho|ghs|github_pat|glpat)[_-][A-Za-z0-9_]{20,}",
    "a token of a chat": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.",
    "a secret written out": (
        r"(?i)\b\w*(?:secret|password|passwd|api_key|token)\w*[\"']?\s*[:=]\s*"
        r"[\"'](?!/)(?=[^\"']*\d)[A-Za-z0-9+/_=-]{20,}[\"']"
    ),
    "32 random bytes": r"\b[0-9a-f]{64}\b",
}
# The tests' own: opens nothing but the Stewards that they start.
KNOWN = {"tests/signin_cases.py"}


def texts() -> Iterator[tuple[str, str]]:
    """Every text file that is committed, or would be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            content = path.read_bytes()
            if b"\0" not in content:
                yield name, content.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def tree() -> dict[str, str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: there is no list of what is committed")
    return dict(texts())


@pytest.mark.parametrize("what", PATTERNS)
def test_the_tree_holds_no_secret(tree: dict[str, str], what: str) -> None:
    found = [name for name, text in tree.items() if name not in KNOWN and re.search(PATTERNS[what], text)]
    assert found == [], f"{what} in {found}"


def test_the_scan_finds_what_it_looks_for() -> None:
    planted = {
        "a private key": "-----BEGIN EC " + "PRIVATE KEY-----",
        "a cloud key": "AKIA" + "ABCDEFGHIJKLMNOP",
        "a token of a code host": "ghp_" + "a1" * 18,
        "a token of a chat": "xoxb-" + "1234567890-abc",
        "a signed token": "eyJ" + "a" * 30 + ".eyJ" + "b" * 30 + ".c",
        "a secret written out": "cookie_secret = '" + "Zm9vYmFyYmF6cXV4cXV1eA9" + "'",
        "32 random bytes": "0f" * 32,
    }
    assert all(re.search(PATTERNS[what], text) for what, text in planted.items())


def test_secrets_toml_and_stores_are_never_committed() -> None:
    for name in (".streamlit/secrets.toml", "data/steward.db", "data/steward.db-wal"):
        done = subprocess.run(["git", "check-ignore", "--quiet", name], cwd=ROOT, check=False)
        assert done.returncode == 0, f"{name} would be committed"
