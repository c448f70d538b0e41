"""A whole pack with its pictures, and the periods it can be made of."""

import io
import struct
from dataclasses import replace
from datetime import date

import pytest
from pptx import Presentation

from lib.checkup import charts
from lib.checkup.gathering import gather
from lib.checkup.making import make
from lib.checkup.pack import Fee
from lib.checkup.periods import choices, usual
from lib.checkup.picture_child import SCALE
from lib.checkup.pictures import ChartsNotDrawn, pngs
from lib.periods import add_months, month, parse
from lib.store.engine import Store
from tests.pack_cases import crowded_pack, empty_pack, outcome
from tests.test_checkup_pages import words

DEMO_DAY = date(2026, 10, 31)


def test_accounts_of_the_demo_firm_become_packs(demo_store: Store) -> None:
    for account in (1, 9):
        made = make(gather(demo_store, account, parse("2026Q3"), DEMO_DAY), lambda *_: None)
        assert 8 <= made.slides <= 20
        assert made.missing == 0
        assert made.pdf.startswith(b"%PDF-")


def test_progress_is_told_to_the_end() -> None:
    heard: list[tuple[int, int, str]] = []
    make(crowded_pack(), lambda *step: heard.append(step))
    assert [done for done, _, _ in heard] == list(range(len(heard)))
    assert {total for _, total, _ in heard} == {len(heard)}
    assert heard[-1][2] == "writing the PDF"


def test_letters_the_pdf_lacks_are_told_on_its_cover_and_stand_in_the_slides() -> None:
    made = make(empty_pack("株式会社"), lambda *_: None)
    assert made.missing == 4
    assert "4 characters of this pack are in a script" in words(made.pdf)
    deck = Presentation(io.BytesIO(made.pptx))
    assert deck.slides[0].shapes.title.text_frame.text == "株式会社"


def test_charts_are_pictures_of_the_size_they_are_placed_with() -> None:
    every = [
        [outcome(name, progress=share) for name in names for share in (None, 0.5, 9.0, -9.0)]
        for names in (("Łódź",), ("株式会社", "😀"), ("a\x00b\x1b\ufffe",))
    ]
    pictures = pngs([charts.outcomes(shown, 1) for shown in every])
    for picture, shown in zip(pictures, every, strict=True):
        wide, high = struct.unpack(">II", picture[16:24])
        assert (wide, high) == (charts.WIDTH * SCALE, charts.outcomes_height(len(shown)) * SCALE)


def test_what_the_engine_cannot_draw_is_told_in_a_sentence_and_hurts_nobody_else() -> None:
    class Broken:
        def to_dict(self) -> dict[str, object]:
            return {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "mark": 7}

    with pytest.raises(ChartsNotDrawn, match="could not be drawn"):
        pngs([Broken()])


def test_fees_are_drawn_also_where_they_are_credits_or_nothing() -> None:
    months = [month(add_months(date(2024, 1, 1), at)) for at in range(12)]
    fees = [Fee(one, -100 * at, 0, at > 8, at == 11) for at, one in enumerate(months)]
    assert pngs([charts.fees(fees, "EUR")])[0].startswith(b"\x89PNG")


def test_the_usual_period_is_the_last_quarter_that_is_over() -> None:
    assert usual(date(2024, 11, 20)).key == "2024Q3"
    assert usual(date(2024, 9, 30)).key == "2024Q3"
    assert usual(date(2024, 9, 29)).key == "2024Q2"


def test_quarters_and_years_are_offered_the_running_ones_too() -> None:
    keys = [period.key for period in choices(date(2024, 11, 20))]
    assert keys[:3] == ["2024Q4", "2024Q3", "2024Q2"]
    assert keys[-4:] == ["2024", "2023", "2022", "2021"]
    assert usual(date(2024, 9, 30)).key in [period.key for period in choices(date(2024, 9, 30))]


def test_an_empty_pack_becomes_files_too() -> None:
    made = make(replace(empty_pack(), client=""), lambda *_: None)
    assert (made.slides, made.pages) == (8, 8)
