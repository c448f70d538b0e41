"""The portfolio in Panel: one watcher on the filter, Bokeh, Tabulator; `python -m tests.bench.peers.panel.app PORT`."""

import html
import sys
from collections.abc import Callable
from typing import Any

import pandas as pd
import panel  # type: ignore[import-not-found]
from bokeh.models import ColumnDataSource  # type: ignore[import-not-found]
from bokeh.plotting import figure  # type: ignore[import-not-found]

from tests.bench.peers.portfolio import EVERY_SECTOR, Portfolio, page, sectors

KINDS = ("existing clients", "new clients")


def session(portfolio: Callable[[str], Portfolio], choices: list[str]) -> Any:
    """One visitor's page."""
    found = portfolio(EVERY_SECTOR)
    sector = panel.widgets.Select(name="sector", options=choices, value=EVERY_SECTOR)
    answer = panel.pane.HTML(found.answer)
    cards = [panel.pane.HTML(_card(one)) for one in found.cards]
    accounts = panel.widgets.Tabulator(found.accounts, disabled=True, show_index=False)
    months = ColumnDataSource(_months(found))

    def changed(event: Any) -> None:
        now = portfolio(event.new)
        answer.object = now.answer
        for pane, one in zip(cards, now.cards, strict=True):
            pane.object = _card(one)
        accounts.value = now.accounts
        months.data = _months(now)

    sector.param.watch(changed, "value")
    chart = figure(x_range=list(months.data["month"]), height=300)
    chart.vbar_stack(list(KINDS), x="month", source=months, width=0.8, color=["#0072B2", "#E69F00"])
    return panel.Column("# Portfolio", sector, answer, panel.Row(*cards), accounts, panel.pane.Bokeh(chart))


def _card(one: tuple[str, str, str]) -> str:
    label, now, before = map(html.escape, one)
    return f"<h4>{label}</h4><b>{now}</b><small>{before}</small>"


def _months(found: Portfolio) -> dict[str, list[Any]]:
    wide = found.months.pivot_table(index="month", columns="kind", values="amount", aggfunc="sum")
    wide = wide.reindex(columns=list(KINDS)).fillna(0.0)
    return {"month": pd.Index(wide.index).astype(str).tolist()} | {kind: wide[kind].tolist() for kind in KINDS}


def main() -> None:
    """Serve it."""
    panel.extension("tabulator")
    portfolio, choices, port = page(), sectors(), int(sys.argv[1])
    panel.serve(
        {"/": lambda: session(portfolio, choices)}, port=port, address="127.0.0.1", show=False,
        websocket_origin=[f"127.0.0.1:{port}"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
