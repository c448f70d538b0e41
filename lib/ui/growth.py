"""What the parts of the page of upsell opportunities share: deals, clients and services under the frame's filters."""

from datetime import date

import pandas as pd

from lib.growth import pipeline
from lib.growth.pipeline_queries import stages
from lib.ui import session
from lib.ui.page import View

DEAL_SUBJECTS = pipeline.SUBJECTS
RATE_MONTHS = pipeline.RATE_MONTHS


def open_deals(view: View) -> pd.DataFrame:
    """The deals open on the page's day under its filters; columns as `pipeline.open_deals`."""
    return view.keep("open deals", lambda: filtered(view, all_open(view, view.as_of)), of=DEAL_SUBJECTS)


def all_open(view: View, day: date) -> pd.DataFrame:
    """The deals open on a day, whatever the filters."""
    return pipeline.kept_open(view.store, day, session.keep_of)


def decided_deals(view: View, months: int | None = RATE_MONTHS) -> pd.DataFrame:
    """The deals won or lost in so many months up to the page's day (None: ever), under its filters."""
    return view.keep(
        "decided deals", lambda: filtered(view, all_decided(view, months)), months, of=DEAL_SUBJECTS
    )  # fmt: skip


def all_decided(view: View, months: int | None = RATE_MONTHS) -> pd.DataFrame:
    """The same, whatever the filters; columns as `pipeline.decided_deals`."""
    return pipeline.kept_decided(view.store, view.as_of, months, session.keep_of)


def filtered(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows under the frame's filters, by the columns owner and sector."""
    for column, wanted in view.scope:
        frame = frame[frame[column] == wanted]
    return frame.reset_index(drop=True)


def known_stages(view: View, usable: bool = False) -> pd.DataFrame:
    """The firm's stages in their order; `usable`: only those not retired by the page's day."""
    found = view.read(stages)
    if not usable:
        return found
    return found[~(found["retired_on"] <= pd.Timestamp(view.as_of))].reset_index(drop=True)
