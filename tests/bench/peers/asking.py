"""The three pages asked as their own front ends ask: choose a sector, tell what is shown. Nothing here is timed."""

import base64
import html
import json
import re
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from websockets.sync.client import ClientConnection, connect

from tests.wire.client import Tab
from tests.wire.shown import frames_of

Shown = dict[str, Any]
COLUMNS = ("Account", "Revenue", "Growth", "By month", "Owner", "Sector", "Services", "Client since")
PATIENCE = 60.0
LAST_WORDS = 0.05  # seconds of silence after which Panel has said what follows from a change


def told(cards: Mapping[str, str], table: Mapping[str, Any], months: list[tuple[str, str, float]]) -> Shown:
    """What a page shows, in one form for all: money to the cent, shares to the thousandth of a percent."""
    rows = zip(*(table[name] for name in COLUMNS), strict=True)
    chart = sorted((str(month)[:10], kind, round(float(amount), 2)) for month, kind, amount in months if amount)
    return {"cards": dict(cards), "rows": [tuple(map(_value, row)) for row in rows], "chart": chart}


def _value(cell: Any) -> Any:
    if isinstance(cell, (list, tuple, np.ndarray)):
        return tuple(round(float(one), 2) for one in cell)
    if str(cell) in ("None", "<NA>", "NaT", "nan"):
        return None
    if hasattr(cell, "isoformat"):
        return cell.isoformat()[:10]
    return cell if isinstance(cell, str) else round(float(cell), 3)


@dataclass
class StewardPage:
    """Steward's own portfolio in a window without a browser."""

    tab: Tab

    def choose(self, sector: str) -> None:
        """Choose a sector."""
        self.tab.set("sector", sector)

    def shown(self) -> Shown:
        """What stands on the page now."""
        main = self.tab.nodes("main")
        tables = [frame for node in main if node.kind == "dataframe" for frame in frames_of(node)]
        table = next(frame for frame in tables if "By month" in frame)
        drawn = [frame for node in main if node.kind == "vega_lite_chart" for frame in frames_of(node)]
        points = next(frame for frame in drawn if "amount" in frame)
        months = [tuple(one) for one in points[["month", "kind", "amount"]].itertuples(index=False)]
        return told(self.tab.metrics(), {name: table[name].tolist() for name in COLUMNS}, months)


@dataclass
class DashPage:
    """The page in Dash: one POST a choice."""

    address: str
    answer: dict[str, Any] = field(default_factory=dict)

    def choose(self, sector: str) -> None:
        """Choose a sector."""
        outputs = [("answer", "children"), ("cards", "children"), ("accounts", "rowData"), ("months", "figure")]
        wish = {
            "output": f"..{'...'.join('.'.join(one) for one in outputs)}..",
            "outputs": [{"id": name, "property": what} for name, what in outputs],
            "inputs": [{"id": "sector", "property": "value", "value": sector}],
            "changedPropIds": ["sector.value"],
            "parsedChangedPropsIds": ["sector.value"],
        }
        asked = urllib.request.Request(
            f"{self.address}/_dash-update-component", json.dumps(wish).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            self.answer = json.load(answer)["response"]

    def shown(self) -> Shown:
        """What the last answer showed."""
        cards = [one["props"]["children"] for one in self.answer["cards"]["children"]]
        rows = self.answer["accounts"]["rowData"]
        months = [
            (month, bar["name"], amount)
            for bar in self.answer["months"]["figure"]["data"]
            for month, amount in zip(bar["x"], bar["y"], strict=True)
        ]
        words = {card[0]["props"]["children"]: card[1]["props"]["children"] for card in cards}
        return told(words, {name: [row[name] for row in rows] for name in COLUMNS}, months)


@dataclass
class PanelPage:
    """The page in Panel, by Bokeh's websocket protocol: a document pulled once, then patches both ways."""

    socket: ClientConnection
    sector: str = ""
    tables: dict[str, dict[str, list[Any]]] = field(default_factory=dict)  # by "accounts" and "months"
    texts: dict[str, str] = field(default_factory=dict)  # by model
    sent: int = 0

    def pull(self) -> "PanelPage":
        """Take the page as it stands first."""
        self._receive()  # the server's greeting
        self._send("PULL-DOC-REQ", {})
        _, document, buffers = self._receive()
        for model in _objects(document):
            known = model.get("attributes", {})
            if model["name"].endswith("CustomSelect"):
                self.sector = model["id"]
            self._take(model["id"], known.get("text"), known.get("data"), buffers)
        return self

    def choose(self, sector: str) -> None:
        """Choose a sector, and wait until table, chart and answer were told, and all that follows."""
        patch = {"kind": "ModelChanged", "model": {"id": self.sector}, "attr": "value", "new": sector}
        self._send("PATCH-DOC", {"events": [patch]})
        waiting = {"accounts", "months", "text"}
        while waiting:
            waiting -= set(self._listen(PATIENCE))
        with suppress(TimeoutError):
            while True:
                self._listen(LAST_WORDS)

    def _listen(self, patience: float) -> list[str]:
        _, content, buffers = self._receive(patience)
        events = content.get("events", [])
        return [
            self._take(one["model"]["id"], one.get("new") if one["attr"] == "text" else None, one.get("data"), buffers)
            for one in events
        ]

    def _take(self, model: str, text: Any, data: Any, buffers: dict[str, bytes]) -> str:
        if isinstance(text, str):
            self.texts[model] = html.unescape(text)
            return "text"
        columns = dict(data.get("entries", ())) if isinstance(data, dict) else {}
        name = "accounts" if "Account" in columns else "months" if "month" in columns else ""
        if name:
            self.tables[name] = {key: _array(column, buffers) for key, column in columns.items()}
        return name

    def shown(self) -> Shown:
        """What stands on the page now."""
        found = [re.fullmatch(r"<h4>(.*?)</h4><b>(.*?)</b>.*", text) for text in self.texts.values()]
        cards = {html.unescape(one[1]): html.unescape(one[2]) for one in found if one}
        months = self.tables["months"]
        points = [
            (month, kind, amount)
            for kind in months if kind not in ("month", "index")
            for month, amount in zip(months["month"], months[kind], strict=True)
        ]  # fmt: skip
        return told(cards, self.tables["accounts"], points)

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        self.sent += 1
        for part in ({"msgid": str(self.sent), "msgtype": kind}, {}, content):
            self.socket.send(json.dumps(part))

    def _receive(self, patience: float = PATIENCE) -> tuple[dict[str, Any], dict[str, Any], dict[str, bytes]]:
        header, _, content = (json.loads(self.socket.recv(patience)) for _ in range(3))
        buffers: dict[str, bytes] = {}
        for _ in range(header.get("num_buffers", 0)):
            about = json.loads(self.socket.recv(PATIENCE))
            held = self.socket.recv(PATIENCE)
            buffers[about["id"]] = held if isinstance(held, bytes) else held.encode()
        return header, content, buffers


def open_panel(address: str) -> PanelPage:
    """A visitor of the Panel page."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        page = html.unescape(answer.read().decode())
    token = re.search(r'"token":\s*"([^"]+)"', page)
    if token is None:
        raise OSError(f"Panel gave no token at {address}")
    where = f"{address.replace('http', 'ws', 1)}/ws"
    socket = connect(where, subprotocols=["bokeh", token[1]], max_size=None, compression=None, proxy=None)  # type: ignore[list-item]
    return PanelPage(socket).pull()


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every model in a document."""
    if isinstance(value, dict):
        if value.get("type") == "object" and "id" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)


def _array(column: Any, buffers: Mapping[str, bytes]) -> list[Any]:
    """A column as Bokeh sends it: a list, or numbers in a buffer or in base 64."""
    if isinstance(column, list):
        return [_array(one, buffers) if isinstance(one, dict) else _plain(one) for one in column]
    held = column["array"]
    if isinstance(held, list):
        return _array(held, buffers)
    data = held["data"]
    content = buffers[data["id"]] if isinstance(data, dict) else base64.b64decode(data)
    return list(np.frombuffer(content, dtype=column["dtype"]).tolist())


def _plain(one: Any) -> Any:
    return None if isinstance(one, dict) else one
