"""One browser window without a browser: opens a page over the websocket, uses its widgets, tells what is shown."""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from uuid import uuid4

import pandas as pd
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg, DeferredFileRequestPayload
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLs, FileURLsRequest, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.wire.screen import Screen
from tests.wire.shown import Node, Widget, everything, frames_of
from tests.wire.visitor import Answer, Visitor

NO_TOKEN = "PLACEHOLDER_AUTH_TOKEN"  # what the front end sends where it has no XSRF cookie


class Refused(Exception):
    """The server did not open a websocket, or shut it: `code` is its HTTP status or its closing code."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code


class NotShown(Exception):
    """What a test looks for does not stand on the page."""


def protocols(visitor: Visitor, session_id: str = "", token: str | None = None) -> list[Subprotocol]:
    """The subprotocols as the front end sends them: its own name, the XSRF token, the session to come back to."""
    said = visitor.xsrf if token is None else token
    return [Subprotocol(word) for word in ("streamlit", said or NO_TOKEN, session_id) if word]


def address_of(visitor: Visitor) -> str:
    """Where the websocket is."""
    return f"ws://{visitor.said_host}/_stcore/stream"


def open_tab(
    visitor: Visitor,
    page: str = "",
    query: str = "",
    *,
    session_id: str = "",
    token: str | None = None,
    run: bool = True,
    patience: float = 60.0,
) -> "Tab":
    """A window on a page (its name in the address; "" is the first page), come to rest after its first run.

    `session_id`: a session to come back to, or somebody else's; `token`: another XSRF token than the cookie's;
    `run` False: connected only. Refused: the server did not open.
    """
    visitor.greet()
    ends = ExitStack()
    try:
        opened = connect(
            address_of(visitor),
            sock=visitor.connected(),
            subprotocols=protocols(visitor, session_id, token),
            additional_headers=visitor.sent(),
            max_size=None,
            compression=None,
            proxy=None,
            open_timeout=patience,
            user_agent_header=None,
        )
        socket = ends.enter_context(opened)
    except InvalidHandshake as refused:
        answer = getattr(refused, "response", None)
        raise Refused(answer.status_code if answer is not None else 0, str(refused)) from refused
    tab = Tab(visitor, socket, Screen(page=page, query=query), ends, patience)
    if run:
        tab.rerun()
    return tab


def put_file(
    visitor: Visitor, path: str, name: str, content: bytes, kind: str = "text/plain", xsrf: str | None = None
) -> Answer:  # fmt: skip
    """PUT a file where a server said it may be put; `xsrf`: another token than the cookie's."""
    edge = uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
    body = f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + f"\r\n--{edge}--\r\n".encode()
    said = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    said["X-Xsrftoken"] = visitor.xsrf if xsrf is None else xsrf
    return visitor.ask("PUT", path, body, said)


@dataclass
class Tab:
    """A connected window. `took`: the seconds the last run took from the click to the word that it is over."""

    visitor: Visitor
    socket: ClientConnection
    screen: Screen
    ends: ExitStack
    patience: float = 60.0
    took: float = field(default=0.0, init=False)

    def __enter__(self) -> "Tab":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the window; its session lives on for a while."""
        self.ends.close()

    # What a person does

    def rerun(self, fragment: str = "", *, auto: bool = False) -> "Tab":
        """Run the page again, or one fragment of it, and wait for the end of the run."""
        return self.send(self.screen.rerun(fragment, auto=auto))

    def go(self, page: str, query: str = "") -> "Tab":
        """To another page of the navigation. NotShown: the navigation has no such page."""
        if page not in self.screen.pages:
            raise NotShown(f"No page {page!r}; there are {sorted(self.screen.pages)}.")
        return self.send(self.screen.go(page, query))

    def set(self, wanted: "str | Widget", value: Any) -> "Tab":
        """Give a widget (its key, label or itself) a value and wait for the run; in a form nothing runs yet."""
        widget = self._found(wanted)
        self.screen.put(widget, value)
        return self if widget.form else self.rerun(widget.fragment)

    def click(self, wanted: "str | Widget") -> "Tab":
        """Press a button, that of a form too, and wait for the run."""
        widget = self._found(wanted, "button", "download_button")
        self.screen.press(widget)
        return self.rerun(widget.fragment)

    def upload(self, wanted: "str | Widget", name: str, content: bytes, kind: str = "text/csv") -> "Tab":
        """Choose a file in an uploader. Refused: the server did not take it."""
        widget = self._found(wanted, "file_uploader")
        urls = self.upload_urls(name)
        answer = put_file(self.visitor, urls.upload_url, name, content, kind)
        if answer.status >= 300:
            raise Refused(answer.status, answer.body.decode(errors="replace"))
        info = UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)
        return self.set(widget, FileUploaderState(uploaded_file_info=[info]))

    def upload_urls(self, name: str) -> FileURLs:
        """Where a file may be put. Refused: nowhere."""
        wish = FileURLsRequest(request_id=uuid4().hex, file_names=[name], session_id=self.screen.session_id)
        answer = self._ask(BackMsg(file_urls_request=wish)).file_urls_response
        if not answer.file_urls:
            raise Refused(0, answer.error_msg)
        urls: FileURLs = answer.file_urls[0]
        return urls

    def download(self, wanted: "str | Widget") -> Answer:
        """What a download button brings; one that is made on demand is made. Refused: it is not made."""
        widget = self._found(wanted, "download_button")
        return self.visitor.get(self.download_path(widget))

    def download_path(self, widget: Widget) -> str:
        """Where the file of a download button lies on the server."""
        if not widget.proto.deferred_file_id:
            return str(widget.proto.url)
        wish = BackendOperationRequest(request_id=uuid4().hex, session_id=self.screen.session_id)
        wish.deferred_file.CopyFrom(DeferredFileRequestPayload(file_id=widget.proto.deferred_file_id))
        answer = self._ask(BackMsg(backend_operation_request=wish)).backend_operation_response
        if answer.error_msg:
            raise Refused(0, answer.error_msg)
        return str(answer.deferred_file.url)

    # The wire itself

    def send(self, message: BackMsg, *, wait: bool = True) -> "Tab":
        """Send any message, forged ones too; wait for the end of the run it asks for. Refused: the server shut."""
        began = time.perf_counter()
        try:
            self.socket.send(message.SerializeToString())
            if wait:
                self._listen(self.screen.take)
        except ConnectionClosed as shut:
            raise Refused(shut.rcvd.code if shut.rcvd else 0, str(shut)) from shut
        self.took = time.perf_counter() - began
        return self

    def send_states(self, states: list[WidgetState], fragment: str = "") -> "Tab":
        """Run with these widget values beside what the window holds, whether such widgets are shown or not."""
        self.screen.states |= {state.id: state for state in states}
        return self.rerun(fragment)

    def _ask(self, message: BackMsg) -> ForwardMsg:
        self.screen.answers.clear()
        self.send(message, wait=False)
        self._listen(lambda sent: self.screen.take(sent) or bool(self.screen.answers))
        return self.screen.answers[-1]

    def _listen(self, enough: Callable[[bytes], bool]) -> None:
        until = time.monotonic() + self.patience
        while True:
            sent = self.socket.recv(timeout=max(until - time.monotonic(), 0.01))
            if isinstance(sent, bytes) and enough(sent):
                return

    # What is shown

    def nodes(self, area: str = "") -> list[Node]:
        """Elements and blocks from top to bottom; `area`: main, sidebar, event or bottom only."""
        return [node for node in self.screen.in_order() if not area or node.area == area]

    def words(self, area: str = "") -> list[str]:
        """Everything a person reads, element by element."""
        return [node.words for node in self.nodes(area) if node.words]

    def text(self, area: str = "") -> str:
        """The same in one piece."""
        return "\n".join(self.words(area))

    def everything(self) -> str:
        """All that reached the browser as text, decoded tables and charts too: for tests of what must not."""
        return everything(self.nodes())

    def metrics(self) -> Mapping[str, str]:
        """Figures by their labels."""
        return {node.said.label: node.said.body for node in self.nodes() if node.kind == "metric"}

    def frames(self) -> list[pd.DataFrame]:
        """Every data frame, table and chart's data, decoded."""
        return [frame for node in self.nodes() for frame in frames_of(node)]

    def errors(self) -> list[str]:
        """Exceptions and red boxes shown, and scripts that did not compile."""
        bad = [
            n for n in self.nodes() if n.kind == "exception" or (n.kind == "alert" and n.said.format == n.said.ERROR)
        ]
        return [node.words for node in bad] + self.screen.problems

    def widgets(self, kind: str = "") -> list[Widget]:
        """What can be used; `kind` as the protocol names it: button, selectbox, tab_container …"""
        return [widget for widget in self.screen.widgets() if not kind or widget.kind == kind]

    def widget(self, wanted: str, *kinds: str) -> Widget:
        """The one widget with this key or label. NotShown: there is none, or more than one."""
        found = [w for w in self.widgets() if wanted in (w.key, w.label) and (not kinds or w.kind in kinds)]
        exact = [w for w in found if w.key == wanted] or found
        if len(exact) != 1:
            known = sorted(f"{w.kind} {w.key or w.label!r}" for w in self.widgets())
            raise NotShown(f"{len(exact)} widgets are {wanted!r}; on the page: {known}; it says {self.text()[:600]!r}")
        return exact[0]

    def _found(self, wanted: "str | Widget", *kinds: str) -> Widget:
        return wanted if isinstance(wanted, Widget) else self.widget(wanted, *kinds)


__all__ = ["Answer", "NotShown", "Refused", "Tab", "Visitor", "Widget", "open_tab"]
