"""README tells of everything there is: each page, command, folder, mapping, setting and library."""

import re
from pathlib import Path

import pytest

import manage
from tests.house_rules import ROOT, sources

README = ROOT / "README.md"


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text(encoding="utf-8")


def missing(readme: str, wanted: dict[str, str]) -> str:
    """A sentence for each thing (key) whose words (value) README does not hold as a whole."""
    found = {name for name, words in wanted.items() if re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", readme)}
    return "\n".join(f"README.md does not name {name}: write `{wanted[name]}`." for name in wanted if name not in found)


def test_readme_names_every_page(readme: str) -> None:
    pages = sorted((ROOT / "pages").glob("*.py"))
    assert pages, "there is no page to look for"
    assert not missing(readme, {f"the page {page.stem}": f"pages/{page.name}" for page in pages})


def test_readme_names_every_command(readme: str) -> None:
    names = [
        command.name or command.callback.__name__ for command in manage.app.registered_commands if command.callback
    ]
    assert {"demo", "import", "export", "report", "migrate", "snapshot", "check"} <= set(names)
    assert not missing(readme, {f"the command {name}": f"manage.py {name}" for name in names})


def test_readme_names_every_make_target(readme: str) -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert {"run", "test", "lint", "demo"} <= set(targets)
    assert not missing(readme, {f"make {target}": f"make {target}" for target in targets})


def test_readme_says_what_every_folder_holds(readme: str) -> None:
    top = [path for path in ROOT.iterdir() if path.is_dir() and is_kept(path)]
    inner = [path for path in (ROOT / "lib").iterdir() if path.is_dir() and is_kept(path)]
    assert {"lib", "pages", "tests", "data"} <= {path.name for path in top}
    assert not missing(readme, {f"the folder {path.relative_to(ROOT)}": f"{path.name}/" for path in [*top, *inner]})


def is_kept(folder: Path) -> bool:
    """A folder of the repository, no cache or build."""
    ignored = {line.strip().strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    return folder.name not in ignored | {".git"} and any(path.is_file() for path in folder.rglob("*"))


def test_readme_names_every_mapping(readme: str) -> None:
    mappings = sorted(path.stem for path in (ROOT / "data" / "mappings").iterdir() if path.is_file())
    assert mappings, "there is no mapping to look for"
    assert not missing(readme, {f"the mapping {name}": name for name in mappings})


def test_readme_gives_the_reason_for_every_library(readme: str) -> None:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    names = [line.split("==")[0] for line in lines if line and not line.startswith("#")]
    rows = [line for line in readme.splitlines() if line.startswith("|")]
    unexplained = [name for name in names if not any(reason_for(name, row) for row in rows)]
    assert not unexplained, f"README.md has no table row with the reason for: {', '.join(unexplained)}"


def reason_for(library: str, row: str) -> bool:
    """Whether a table row names `library` in its first cell and says something in another."""
    first, *others = [cell.strip() for cell in row.strip().strip("|").split("|")]
    return bool(re.search(rf"(?<![\w-]){re.escape(library)}(?![\w-])", first)) and any(len(cell) > 3 for cell in others)


def test_readme_names_every_environment_variable(readme: str) -> None:
    used = {name for source in sources() for name in re.findall(r"\bSTEWARD_[A-Z_]+\b", source.text)}
    assert "STEWARD_DATABASE_URL" in used
    assert not missing(readme, {f"the variable {name}": name for name in sorted(used | {"STEWARD_CHROMIUM"})})


def test_what_readme_lacks_is_told() -> None:
    assert missing("Run `make run`.", {"make run": "make run", "make test": "make test"}) == (
        "README.md does not name make test: write `make test`."
    )
    assert (
        missing("`make runner`, `pages/health.py`", {"make run": "make run", "health": "pages/health.py"}).count("\n")
        == 0
    )
    assert reason_for("pandas", "| `pandas` | tables in memory |")
    assert not reason_for("pandas", "| `pandas-stubs` | types |")
    assert not reason_for("pandas", "| `pandas` | |")
