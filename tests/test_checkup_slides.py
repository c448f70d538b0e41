"""The PowerPoint file, read back: real titles, text and tables, described pictures, all of it on the slide."""

import io
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Mm

from lib.checkup.layout import laid_out
from lib.checkup.pack import Pack
from lib.checkup.slides import SCREEN, pptx_file
from lib.checkup.story import story
from lib.store.engine import Store
from tests.pack_cases import NAMES, POINT, acme_pack, crowded_pack, empty_pack


def opened(pack: Pack) -> Any:
    sheets = laid_out(story(pack), SCREEN, pack.client)
    return Presentation(io.BytesIO(pptx_file(sheets, pack, lambda _picture: POINT)))


def words(deck: Any) -> str:
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    tables = [shape.table for shape in shapes if shape.has_table]
    return "\n".join([*texts, *(cell.text for table in tables for row in table.rows for cell in row.cells)])


@pytest.fixture
def deck(store: Store) -> Any:
    return opened(acme_pack(store))


def test_every_slide_has_a_title_that_outlines_find(deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[:3] == [
        "Acme", "We spoke 3 times in Q3 2024", "1 of 1 open objectives keep pace or are reached",
    ]  # fmt: skip
    assert all(titles)


def test_slides_are_wide_and_so_are_the_layouts_for_slides_added_by_hand(deck: Any) -> None:
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    for layout in deck.slide_layouts:
        assert all(shape.left + shape.width <= deck.slide_width for shape in layout.placeholders)


def test_tables_are_tables_and_pictures_are_described(deck: Any) -> None:
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    tables = [shape.table for shape in shapes if shape.has_table]
    assert any(row.cells[0].text == "Site" for table in tables for row in table.rows)
    assert all(table.first_row for table in tables)
    described = [shape._element.nvPicPr.cNvPr.get("descr") for shape in shapes if shape.shape_type == 13]
    assert len(described) == 2
    assert "Leads a month: 90 % of the way" in described[0]
    assert "Aug 2024 €5 k" in described[1]


def test_nothing_leaves_the_slide(store: Store) -> None:
    for pack in (crowded_pack(), empty_pack()):
        deck = opened(pack)
        for slide in deck.slides:
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.left + shape.width <= deck.slide_width + Mm(0.1)
                assert shape.top + shape.height <= deck.slide_height + Mm(0.1)
                assert not shape.has_table or sum(row.height for row in shape.table.rows) <= shape.height + Mm(0.1)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_in_the_slides_as_it_was_written(name: str) -> None:
    kept = name.replace("\x07", "").replace("\x00", "")
    deck = opened(empty_pack(name))
    cover = "".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    assert kept in cover or kept[:60] in cover
    assert deck.core_properties.title == f"Check-up of {kept}, 2024Q3"


def test_the_file_says_who_made_it_and_when(deck: Any) -> None:
    about = deck.core_properties
    assert (about.author, about.created.date().isoformat()) == ("Steward", "2024-11-21")


def test_all_that_the_story_tells_is_in_the_file(store: Store) -> None:
    pack = acme_pack(store)
    said = words(opened(pack))
    for text in ("Your sponsor for our work is Cleo.", "Still owed", "9 of 10", "€7,000.00", "Leads a month"):
        assert text in said, text
