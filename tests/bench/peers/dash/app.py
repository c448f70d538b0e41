"""The portfolio in Dash: one callback for the filter, Plotly, AG Grid; `python -m tests.bench.peers.dash.app PORT`."""

import sys
from typing import Any

import dash_ag_grid  # type: ignore[import-not-found]
import plotly.graph_objects as go  # type: ignore[import-not-found]
from dash import Dash, Input, Output, dcc, html  # type: ignore[import-not-found]

from tests.bench.peers.portfolio import COLUMNS, EVERY_SECTOR, Portfolio, page, sectors


def layout() -> Any:
    """The page before its first callback."""
    return html.Div(
        [
            html.H1("Portfolio"),
            dcc.Dropdown(sectors(), EVERY_SECTOR, id="sector", clearable=False),
            html.P(id="answer"),
            html.Div(id="cards"),
            dash_ag_grid.AgGrid(id="accounts", columnDefs=[{"field": name} for name in COLUMNS], rowData=[]),
            dcc.Graph(id="months"),
        ]
    )


def shown(found: Portfolio) -> tuple[Any, ...]:
    """Sentence, cards, rows and chart."""
    cards = [html.Div([html.H4(label), html.B(now), html.Small(before)]) for label, now, before in found.cards]
    return found.answer, cards, found.accounts.to_dict("records"), _chart(found)


def _chart(found: Portfolio) -> Any:
    bars = [
        go.Bar(name=kind, x=part["month"].astype(str).tolist(), y=part["amount"].tolist())
        for kind, part in found.months.groupby("kind", sort=False)
    ]
    return go.Figure(bars, layout={"barmode": "stack", "template": None})


def main() -> None:
    """Serve it."""
    app, portfolio = Dash("portfolio"), page()
    app.layout = layout()
    outputs = [
        Output("answer", "children"), Output("cards", "children"), Output("accounts", "rowData"),
        Output("months", "figure"),
    ]  # fmt: skip
    app.callback(outputs, Input("sector", "value"))(lambda sector: shown(portfolio(sector)))
    app.run(port=sys.argv[1], debug=False)


if __name__ == "__main__":
    main()
