"""What a browser window remembers of a session: the elements shown, the widgets' values, its address; no network."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from tests.wire.shown import Node, Widget, widget_of
from tests.wire.values import TRIGGERS, in_url, state_of

OVER = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


@dataclass
class Screen:
    """One window. `take` what the server sends; ask `rerun` for the message that a click sends."""

    page: str = ""  # the page's name in the address, until the server has told its hash
    query: str = ""
    session_id: str = ""
    page_hash: str = ""
    main_hash: str = ""
    nodes: dict[tuple[int, ...], Node] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    forms: dict[str, dict[str, WidgetState]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)  # address → hash of the pages in the navigation
    cached: dict[str, ForwardMsg] = field(default_factory=dict)
    ages: dict[str, int] = field(default_factory=dict)
    redirect: str = ""  # where sign-in or sign-out sends the browser
    not_found: bool = False  # the page asked for is none of this session's
    problems: list[str] = field(default_factory=list)  # scripts that could not be compiled, refused messages
    auto: dict[str, float] = field(default_factory=dict)  # fragment → seconds after which it runs again by itself
    answers: list[ForwardMsg] = field(default_factory=list)  # to questions that are no rerun: uploads, downloads
    finished: int = ForwardMsg.FINISHED_EARLY_FOR_RERUN  # how the last run ended
    received: int = 0  # bytes
    _run: str = ""
    _fragments: tuple[str, ...] = ()
    _longest: int = 2

    def take(self, sent: bytes) -> bool:
        """Take one message of the server; True where it says that a run is over and nothing follows by itself."""
        self.received += len(sent)
        message = self._whole(ForwardMsg.FromString(sent))
        kind = message.WhichOneof("type") or ""
        handler = getattr(self, f"_take_{kind}", None)
        if handler is not None:
            handler(message)
        return kind == "script_finished" and message.script_finished in OVER

    def _whole(self, message: ForwardMsg) -> ForwardMsg:
        if message.WhichOneof("type") == "ref_hash":
            whole = ForwardMsg()
            whole.CopyFrom(self.cached[message.ref_hash])
            whole.metadata.CopyFrom(message.metadata)
            self.ages[message.ref_hash] = 0
            return whole
        if message.metadata.cacheable and message.hash:
            self.cached[message.hash], self.ages[message.hash] = message, 0
        return message

    def _take_new_session(self, message: ForwardMsg) -> None:
        new = message.new_session
        if new.initialize.session_id:
            self.session_id = new.initialize.session_id
        self._run, self._fragments = message.metadata.run.script_run_id, tuple(message.metadata.run.fragment_ids)
        self._longest = new.config.max_cached_message_age or self._longest
        if not self._fragments:
            self.page_hash, self.main_hash, self.not_found = new.page_script_hash, new.main_script_hash, False
            self.auto.clear()

    def _take_delta(self, message: ForwardMsg) -> None:
        delta, path = message.delta, tuple(message.metadata.delta_path)
        kind = delta.WhichOneof("type")
        if kind == "new_transient":
            return
        if kind == "new_element":
            self._clear_below(path)
        what = delta.new_element if kind == "new_element" else delta.add_block
        node = Node(path, what, self._run, delta.fragment_id, message.metadata.active_script_hash)
        self.nodes[path] = node
        if getattr(node.said, "set_value", False):
            # The app set it itself: what the person had typed is gone.
            self.states.pop(getattr(node.said, "id", ""), None)

    def _clear_below(self, path: tuple[int, ...]) -> None:
        for other in [p for p in self.nodes if len(p) > len(path) and p[: len(path)] == path]:
            del self.nodes[other]

    def _take_navigation(self, message: ForwardMsg) -> None:
        self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        self.listed = {page.url_pathname for page in message.navigation.app_pages if not page.is_hidden}
        self.page_hash = message.navigation.page_script_hash or self.page_hash

    def _take_page_info_changed(self, message: ForwardMsg) -> None:
        self.query = message.page_info_changed.query_string.removeprefix("?")

    def _take_page_not_found(self, _: ForwardMsg) -> None:
        self.not_found = True

    def _take_auth_redirect(self, message: ForwardMsg) -> None:
        self.redirect = message.auth_redirect.url

    def _take_auto_rerun(self, message: ForwardMsg) -> None:
        self.auto[message.auto_rerun.fragment_id] = message.auto_rerun.interval

    def _take_session_event(self, message: ForwardMsg) -> None:
        if message.session_event.WhichOneof("type") == "script_compilation_exception":
            self.problems.append(message.session_event.script_compilation_exception.message)

    def _take_file_urls_response(self, message: ForwardMsg) -> None:
        self.answers.append(message)

    def _take_backend_operation_response(self, message: ForwardMsg) -> None:
        self.answers.append(message)

    def _take_script_finished(self, message: ForwardMsg) -> None:
        self.finished = message.script_finished
        if self.finished not in OVER:
            return
        self.nodes = {path: node for path, node in self.nodes.items() if self._stays(node)}
        seen = {widget.id for widget in self.widgets()}
        self.states = {key: state for key, state in self.states.items() if key in seen}
        if not self._fragments:
            self._age()

    def _stays(self, node: Node) -> bool:
        drawn_now = node.run == self._run
        return drawn_now or (bool(self._fragments) and node.fragment not in self._fragments)

    def _age(self) -> None:
        self.ages = {key: age + 1 for key, age in self.ages.items() if age < self._longest}
        self.cached = {key: message for key, message in self.cached.items() if key in self.ages}

    def in_order(self) -> list[Node]:
        """Everything shown, from top to bottom: the main part, then the sidebar, dialogs and the bottom."""
        return [self.nodes[path] for path in sorted(self.nodes)]

    def widgets(self) -> list[Widget]:
        """Everything that can be used."""
        return [widget for node in self.in_order() if (widget := widget_of(node)) is not None]

    def put(self, widget: Widget, value: Any) -> None:
        """Give a widget a value; inside a form the server learns it when the form is submitted."""
        state = state_of(widget.id, widget.field, value)
        place = self.forms.setdefault(widget.form, {}) if widget.form else self.states
        place[widget.id] = state
        if widget.bound:
            # As the front end does: the address holds what differs from the start.
            said = [] if in_url(value) == widget.start else in_url(value)
            others = [pair for pair in parse_qsl(self.query, keep_blank_values=True) if pair[0] != widget.bound]
            self.query = urlencode(others + [(widget.bound, one) for one in said])

    def press(self, widget: Widget) -> None:
        """Press a button; that of a form takes along what was typed in the form."""
        self.states |= self.forms.pop(widget.form, {}) if widget.form else {}
        self.states[widget.id] = state_of(widget.id, widget.field, True)

    def rerun(self, fragment: str = "", *, auto: bool = False) -> BackMsg:
        """The message that runs the page again, or one of its fragments; buttons are let go of."""
        asked = self._asked(self.states.values(), fragment)
        asked.is_auto_rerun = auto
        asked.page_script_hash, asked.page_name = self.page_hash, "" if self.page_hash else self.page
        self.states = {key: one for key, one in self.states.items() if one.WhichOneof("value") not in TRIGGERS}
        return BackMsg(rerun_script=asked)

    def go(self, page: str, query: str = "") -> BackMsg:
        """The message that goes to another page of the navigation; what the frame holds is taken along."""
        frame = {w.id for node in self.in_order() if node.script == self.main_hash and (w := widget_of(node))}
        self.states = {key: state for key, state in self.states.items() if key in frame}
        self.query = query
        asked = self._asked(self.states.values(), "")
        asked.page_script_hash = self.pages[page]
        return BackMsg(rerun_script=asked)

    def _asked(self, states: Any, fragment: str) -> ClientState:
        return ClientState(
            query_string=self.query,
            widget_states=WidgetStates(widgets=states),
            fragment_id=fragment,
            cached_message_hashes=self.cached,
            context_info=ContextInfo(timezone="UTC", timezone_offset=0, locale="en-GB", color_scheme="light"),
        )
