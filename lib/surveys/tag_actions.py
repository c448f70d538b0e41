"""Every write to the tags of comments: given, taken away, and proposals turned down."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from lib.errors import RefusedValue
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.tables import AnonymousAnswer, CommentTag, SurveyAnswer

given, anonymous = table_of(CommentTag), table_of(AnonymousAnswer)
BY = "; "  # between the names of all who gave a tag
LONGEST = 40
Comment = dict[str, Any]  # the one column that names a comment, with its value


def retag(
    store: Store, who: str, answer_id: int, shown: Iterable[str], wanted: Iterable[str], token: str
) -> int | None:  # fmt: skip
    """Change the tags of a comment of an attributed wave from those `shown` to those `wanted`.

    What somebody else gave or took away meanwhile stays. Raises RefusedValue for what is no tag.
    """
    tags = _tidy(wanted)

    def work(write: Write) -> None:
        write.read(SurveyAnswer, answer_id)
        _retag(write, {"survey_answer_id": answer_id}, [*shown], tags)

    return perform(store, who, "tag comment", work, token)


def retag_mine(store: Store, who: str, answer_id: int, wanted: Iterable[str], token: str) -> int | None:
    """Make `wanted` the tags that `who` gives a comment, whatever others gave: a second reading beside the first."""
    tags = _tidy(wanted)

    def work(write: Write) -> None:
        write.read(SurveyAnswer, answer_id)
        for row in _rows(write, {"survey_answer_id": answer_id}):
            _mine(write, row, row["tag"] in tags)
        _retag(write, {"survey_answer_id": answer_id}, [], tags)

    return perform(store, who, "tag comment a second time", work, token)


def reject(store: Store, who: str, answer_id: int, tag: str, token: str) -> int | None:
    """Turn a proposed tag down: it is not proposed for this comment again."""

    def work(write: Write) -> None:
        write.read(SurveyAnswer, answer_id)
        _reject(write, {"survey_answer_id": answer_id}, tag)

    return perform(store, who, "reject tag", work, token)


def retag_anonymous(
    store: Store, who: str, wave_id: int, question_id: int, words: str, shown: Iterable[str], wanted: Iterable[str],
    token: str,
) -> int | None:  # fmt: skip
    """The same for a comment of an anonymous wave, named by its words: its key is looked up here and never leaves.

    Comments with the very same words get the same tags.
    """
    tags = _tidy(wanted)

    def work(write: Write) -> None:
        for comment in _with_words(write, wave_id, question_id, words):
            _retag(write, comment, [*shown], tags)

    return perform(store, who, "tag comment", work, token)


def reject_anonymous(
    store: Store, who: str, wave_id: int, question_id: int, words: str, tag: str, token: str
) -> int | None:  # fmt: skip
    """Turn a tag down that was proposed for a comment of an anonymous wave."""

    def work(write: Write) -> None:
        for comment in _with_words(write, wave_id, question_id, words):
            _reject(write, comment, tag)

    return perform(store, who, "reject tag", work, token)


def _tidy(wanted: Iterable[str]) -> list[str]:
    tags = list(dict.fromkeys(" ".join(tag.casefold().split()) for tag in wanted))
    for tag in tags:
        if not tag or len(tag) > LONGEST:
            raise RefusedValue("tag", f"give it a name of 1 to {LONGEST} letters.")
    return tags


def _with_words(write: Write, wave_id: int, question_id: int, words: str) -> list[Comment]:
    there = (
        anonymous.c.survey_wave_id == wave_id, anonymous.c.survey_question_id == question_id,
        anonymous.c.words == words,
    )  # fmt: skip
    keys = write.connection.execute(select(anonymous.c.key).where(*there).order_by(anonymous.c.key)).scalars()
    found: list[Comment] = [{"anonymous_key": key} for key in keys]
    if not found:
        raise RefusedValue("words", "this comment is no longer there: reload the page.")
    return found


def _rows(write: Write, comment: Comment) -> list[dict[str, Any]]:
    rows = write.connection.execute(select(given).where(*_of(comment)).order_by(given.c.id)).mappings()
    return [{str(name): value for name, value in row.items()} for row in rows]


def _of(comment: Comment) -> list[ColumnElement[bool]]:
    return [given.c[name] == value for name, value in comment.items()]


def _retag(write: Write, comment: Comment, shown: list[str], tags: list[str]) -> None:
    rows = {row["tag"]: row for row in _rows(write, comment)}
    for tag, row in rows.items():
        if tag in shown and tag not in tags and not row["rejected"]:
            _remove(write, row)
    for tag in (tag for tag in tags if tag not in shown):
        if tag not in rows:
            write.add(CommentTag(tag=tag, tagged_by=write.who, rejected=False, **comment))
        elif rows[tag]["rejected"]:
            write.set(CommentTag, rows[tag]["id"], {"rejected": False, "tagged_by": write.who}, rows[tag])


def _mine(write: Write, row: dict[str, Any], wanted: bool) -> None:
    """Put the name of who reads beside a tag that others gave, or take it away."""
    names = [name for name in (row["tagged_by"] or "").split(BY) if name]
    if row["rejected"] or wanted == (write.who in names):
        return
    left = [*names, write.who] if wanted else [name for name in names if name != write.who]
    if left:
        write.set(CommentTag, row["id"], {"tagged_by": BY.join(left)}, row)
    else:
        _remove(write, row)


def _reject(write: Write, comment: Comment, tag: str) -> None:
    row = next((row for row in _rows(write, comment) if row["tag"] == tag), None)
    if row is None:
        write.add(CommentTag(tag=tag, tagged_by=write.who, rejected=True, **comment))
    elif not row["rejected"]:
        raise RefusedValue("tag", "this comment has the tag: take it away instead.")


def _remove(write: Write, row: dict[str, Any]) -> None:
    # Not Write.remove: it would write every value into the change log, the key of an anonymous comment among them.
    write.about_to_remove(given, row["id"])
    write.connection.execute(delete(given).where(given.c.id == row["id"]))
    write.note("removed", given, row["id"], "tag", row["tag"])
