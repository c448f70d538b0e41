"""Every sheet holds what stands on it: nothing runs over its box, another text or the edge of the page."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.checkup.blocks import Column, Fact, Facts, Heading, Picture, Slide, Table, Words
from lib.checkup.grids import PADDING, right_of
from lib.checkup.layout import laid_out
from lib.checkup.lettering import wrapped
from lib.checkup.pages import A4
from lib.checkup.sheets import BOLD, Grid, Paper, Sheet, Shown, Text, line_height
from lib.checkup.slides import SCREEN
from lib.checkup.story import story
from tests.pack_cases import LONG, NAMES, crowded_pack, empty_pack

PAPERS = pytest.mark.parametrize("paper", [SCREEN, A4], ids=["slides", "pages"])
SLACK = 0.01  # millimetres


def check(sheets: list[Sheet], paper: Paper) -> None:
    for sheet in sheets:
        for item in sheet.items:
            assert 0 <= item.x <= right(item) <= paper.width + SLACK, (sheet.title, item)
            assert 0 <= item.y <= bottom(item) <= paper.height + SLACK, (sheet.title, item)
            assert isinstance(item, Grid) is False or cells_fit(item, paper)
            assert isinstance(item, Text) is False or words_fit(item, paper)
        solid = [item for item in sheet.items if isinstance(item, Text | Grid | Shown)]
        for one, other in combinations(solid, 2):
            assert not overlap(one, other), (one, other)


def right(item: object) -> float:
    return item.x + (sum(item.widths) if isinstance(item, Grid) else item.width)  # type: ignore[attr-defined]


def bottom(item: object) -> float:
    return item.y + (sum(item.heights) if isinstance(item, Grid) else item.height)  # type: ignore[attr-defined]


def overlap(one: object, other: object) -> bool:
    beside = right(one) <= other.x + SLACK or right(other) <= one.x + SLACK  # type: ignore[attr-defined]
    below = bottom(one) <= other.y + SLACK or bottom(other) <= one.y + SLACK  # type: ignore[attr-defined]
    return not (beside or below)


def words_fit(item: Text, paper: Paper) -> bool:
    lines = wrapped(item.text, item.width / paper.spread, item.points, item.look in BOLD)
    return len(lines) * line_height(item.points) <= item.height + SLACK


def cells_fit(grid: Grid, paper: Paper) -> bool:
    for at, (row, height) in enumerate(zip(grid.rows, grid.heights, strict=True)):
        for text, width, align in zip(row, grid.widths, grid.aligns, strict=True):
            room = (width - PADDING - right_of(align)) / paper.spread
            lines = wrapped(text, room, grid.points, at == 0)
            if len(lines) * line_height(grid.points) > height - 2 * PADDING + SLACK:
                return False
    return True


@PAPERS
@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_kind_stay_in_their_boxes(name: str, paper: Paper) -> None:
    pack = replace(crowded_pack((name,)), client=name)
    check(laid_out(story(pack), paper, f"{pack.firm} · {name}"), paper)


@PAPERS
def test_nothing_at_all_fills_eight_sheets(paper: Paper) -> None:
    sheets = laid_out(story(empty_pack()), paper, "Acme")
    check(sheets, paper)
    assert len(sheets) == 8


@PAPERS
def test_thirty_objectives_go_on_under_the_same_title_and_all_are_there(paper: Paper) -> None:
    sheets = laid_out(story(crowded_pack()), paper, "Acme")
    check(sheets, paper)
    mine = [sheet for sheet in sheets if "open objectives" in sheet.title]
    assert [sheet.title.endswith("(continued)") for sheet in mine] == [False] + [True] * (len(mine) - 1)
    rows = [row[0] for sheet in mine for item in sheet.items if isinstance(item, Grid) for row in item.rows[1:]]
    assert [row.split(".")[0] for row in rows] == [str(number) for number in range(1, 31)]
    assert sum(isinstance(item, Shown) for sheet in mine for item in sheet.items) == 4


@PAPERS
def test_every_table_that_goes_on_repeats_its_header(paper: Paper) -> None:
    table = Table((Column("Day", 1), Column("What", 3, "right")), tuple((f"{at}", LONG) for at in range(60)))
    sheets = laid_out([Slide("appendix", "Records", "", (table,))], paper, "")
    grids = [item for sheet in sheets for item in sheet.items if isinstance(item, Grid)]
    assert len(grids) > 3
    assert {grid.rows[0] for grid in grids} == {("Day", "What")}
    assert [row[0] for grid in grids for row in grid.rows[1:]] == [str(at) for at in range(60)]


def test_a_heading_stays_with_what_it_heads() -> None:
    table = Table((Column("A", 1),), (("row",),))
    for lines in range(1, 40):
        slide = Slide("ahead", "Next", "", (Words(("line",) * lines), Heading("Head"), table))
        for sheet in laid_out([slide], SCREEN, ""):
            last = [item for item in sheet.items if not (isinstance(item, Text) and item.look == "muted")][-1]
            assert not (isinstance(last, Text) and last.text == "Head"), lines


def test_sheets_are_numbered_but_for_the_cover() -> None:
    sheets = laid_out(story(empty_pack()), SCREEN, "Harbour Lane")
    numbers = [[item.text for item in sheet.items if isinstance(item, Text)][-1] for sheet in sheets]
    assert numbers[1:] == [f"{number} of 8" for number in range(2, 9)]
    assert "of 8" not in numbers[0]


words = st.text(st.sampled_from("aWi 株€ł-"), max_size=120)
blocks = st.one_of(
    st.builds(Words, st.lists(words, max_size=6).map(tuple)),
    st.builds(Heading, words),
    st.builds(Facts, st.lists(st.builds(Fact, words, words, words), min_size=1, max_size=4).map(tuple)),
    st.builds(lambda height: Picture("", height, lambda: None), st.floats(0.1, 2)),
    st.lists(st.tuples(words, words), max_size=20).map(
        lambda rows: Table((Column("One", 1), Column("Two", 3, "right")), tuple(rows))
    ),
)


@settings(max_examples=60, deadline=None)
@given(words, words, st.lists(blocks, max_size=6), st.sampled_from([SCREEN, A4]))
def test_whatever_stands_on_slides_they_hold_it(title: str, lead: str, made: list, paper: Paper) -> None:  # type: ignore[type-arg]
    check(laid_out([Slide("work", title, lead, tuple(made))], paper, title), paper)
