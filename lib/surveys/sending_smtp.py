"""Handing messages to a mail server, each by itself: what was taken, refused, or is to be tried again."""

import os
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Literal
from urllib.parse import unquote, urlsplit

from lib.errors import RefusedValue, StewardError
from lib.store.base import now
from lib.surveys.mail import Mail, is_address

VARIABLE = "STEWARD_SMTP_URL"
SENDER, REPLY_TO = "survey_sender", "survey_reply_to"
TIMEOUT = 20  # seconds for each answer of the server
PORTS = {"smtp": 587, "smtps": 465}
LOCAL = ("localhost", "127.0.0.1", "::1")
_ACCEPTED, _GO_ON, _SHUTTING_DOWN = 250, 354, 421


class BadServer(StewardError):
    """STEWARD_SMTP_URL cannot be used; its value stays unsaid, it may hold a password."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{VARIABLE} cannot be used ({reason}): write it like smtp://user:password@host:587.")


class NoDelivery(StewardError):
    """The mail server takes no messages now."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"The mail server {host} {reason}")


@dataclass(frozen=True)
class Server:
    """Where messages are handed in; the password never leaves this process and is not printed."""

    host: str
    port: int
    user: str
    password: str
    tls_from_start: bool

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port})"


@dataclass(frozen=True)
class Post:
    """A server, and the addresses that stand on every message."""

    server: Server
    sender: str
    reply_to: str


@dataclass(frozen=True)
class Outcome:
    """What became of one message: sent, bounced (refused for good) or listed (to be tried again), and why."""

    state: Literal["sent", "bounced", "listed"]
    trouble: str | None = None


def server() -> Server | None:
    """The mail server of the environment; None: none is configured, so nothing is ever sent. Raises BadServer."""
    url = os.environ.get(VARIABLE, "").strip()
    return server_of(url) if url else None


def server_of(url: str) -> Server:
    """The server behind smtp://user:password@host:587 or smtps://host. Raises BadServer."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadServer("its port is no number") from error
    if parts.scheme not in PORTS:
        raise BadServer("it begins with neither smtp:// nor smtps://")
    if not parts.hostname:
        raise BadServer("it names no host")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port or PORTS[parts.scheme], user, password, parts.scheme == "smtps")


def post_of(found: Server, settings: Mapping[str, str]) -> Post:
    """The server with the firm's sender and reply address. Raises RefusedValue where no sender is set."""
    sender = checked_sender(settings.get(SENDER))
    return Post(found, sender, settings.get(REPLY_TO) or sender)


def checked_sender(text: str | None, field: str = SENDER) -> str:
    """An address that messages come from, or answers go to. Raises RefusedValue."""
    address = (text or "").strip()
    if not is_address(address) or not address.isascii():
        raise RefusedValue(field, "write one e-mail address, as clients@yourfirm.example.")
    return address


def message(mail: Mail, post: Post) -> EmailMessage:
    """The message as it travels: to one person, in plain text, marked as sent by a machine (RFC 3834)."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Reply-To"] = post.sender, mail.to, post.reply_to
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(now())
    made["Message-ID"] = make_msgid(domain=post.sender.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.body, cte=None if mail.body.isascii() else "quoted-printable")
    return made


@contextmanager
def connected(found: Server) -> Iterator[smtplib.SMTP]:
    """A line to the server, encrypted where it can be, signed in where a name is given. Raises NoDelivery."""
    line = _dialled(found)
    try:
        _greeted(line, found)
        yield line
        _hung_up(line)
    finally:
        line.close()


def _dialled(found: Server) -> smtplib.SMTP:
    try:
        if found.tls_from_start:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(found.host, found.port, timeout=TIMEOUT, context=context)
        return smtplib.SMTP(found.host, found.port, timeout=TIMEOUT)
    except (OSError, smtplib.SMTPException) as error:
        raise NoDelivery(found.host, f"cannot be reached ({_said(error)}): look at {VARIABLE}.") from error


def _greeted(line: smtplib.SMTP, found: Server) -> None:
    try:
        line.ehlo_or_helo_if_needed()
        if not found.tls_from_start and line.has_extn("starttls"):
            line.starttls(context=ssl.create_default_context())
        elif found.user and not found.tls_from_start and found.host not in LOCAL:
            raise NoDelivery(found.host, "offers no encryption, so the password was not sent: use smtps://.")
        if found.user:
            line.login(found.user, found.password)
    except smtplib.SMTPAuthenticationError as error:
        raise NoDelivery(found.host, f"refused the name or the password of {VARIABLE}.") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NoDelivery(found.host, f"broke off ({_said(error)}): try again.") from error


def _hung_up(line: smtplib.SMTP) -> None:
    try:
        line.quit()
    except smtplib.SMTPServerDisconnected:
        line.close()  # every message was answered for: who hangs up first does not matter


def hand_over(line: smtplib.SMTP, mail: Mail, post: Post) -> Outcome:
    """Hand over one message. Raises NoDelivery where it was surely not taken and no other will be now."""
    if not is_address(mail.to) or not mail.to.isascii():
        return Outcome("bounced", "this is no e-mail address that a message can be sent to.")
    try:
        refused = _addressed(line, mail, post)
        if refused is not None:
            return refused
        code, said = line.docmd("DATA")
    except (OSError, smtplib.SMTPException) as error:
        raise NoDelivery(post.server.host, f"broke off ({_said(error)}).") from error
    if code != _GO_ON:
        return _answer(line, post, code, said)
    try:
        line.send(_dotted(message(mail, post).as_bytes()))
        code, said = line.getreply()
    except (OSError, smtplib.SMTPException):
        # Sent again it might come twice, so it counts as sent.
        return Outcome("sent", "the line broke as it was handed over: it may not have arrived.")
    return Outcome("sent") if code == _ACCEPTED else _answer(line, post, code, said)


def _addressed(line: smtplib.SMTP, mail: Mail, post: Post) -> Outcome | None:
    code, said = line.mail(post.sender)
    if code != _ACCEPTED:
        raise NoDelivery(post.server.host, f"refused the sender {post.sender}: {_words(code, said)}")
    code, said = line.rcpt(mail.to)
    return None if code in (_ACCEPTED, 251) else _answer(line, post, code, said)


def _answer(line: smtplib.SMTP, post: Post, code: int, said: bytes) -> Outcome:
    if code == _SHUTTING_DOWN:
        raise NoDelivery(post.server.host, f"broke off: {_words(code, said)}")
    try:
        line.rset()
    except smtplib.SMTPServerDisconnected:
        line.close()  # the next message finds it closed, and says so
    words = _words(code, said)
    return Outcome("listed", f"to be tried again later: {words}") if code < 500 else Outcome("bounced", words)


def _dotted(text: bytes) -> bytes:
    """Ready for DATA (RFC 5321, 4.5.2): a line that begins with a dot gets another one, and a dot ends it all."""
    body = re.sub(rb"(?m)^\.", b"..", text)
    return (body if body.endswith(b"\r\n") else body + b"\r\n") + b".\r\n"


def _words(code: int, said: bytes) -> str:
    return f"the server said “{code} {' '.join(said.decode('utf-8', 'replace').split())[:200]}”."


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"[:200]
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error) or "no answer")[:200]


def deliver(
    line: smtplib.SMTP, post: Post, mails: Sequence[Mail], claim: Callable[[int], bool],
    settle: Callable[[int, Outcome], None],
) -> StewardError | None:  # fmt: skip
    """Hand over messages one by one; the error that ended it before the last one, or None.

    `claim(place)` is asked before each: False where it is no longer to be sent. What became of a claimed one goes to
    `settle(place, outcome)`, unless it was simply taken.
    """
    for place, mail in enumerate(mails):
        if not claim(place):
            continue
        try:
            outcome = hand_over(line, mail, post)
        except NoDelivery as error:
            settle(place, Outcome("listed", str(error)))
            return error
        if outcome != Outcome("sent"):
            settle(place, outcome)
    return None
