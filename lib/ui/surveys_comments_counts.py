"""Comments counted as far as their number allows: tags, words that set groups apart, what says the same, who wrote."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.measure import Measure
from lib.surveys.comment_figures import (
    IN_WORDS,
    WITH_TERMS,
    TagCount,
    agreement,
    near_duplicates,
    tag_counts,
    wrote_by_category,
)
from lib.surveys.comment_terms import Lift, lift
from lib.ui.surveys_comments_read import Read
from lib.ui.tables import table
from lib.ui.text import plain

MOST = 12  # words or groups shown
_column = st.column_config


def counts_section(read: Read) -> None:
    """What the comments are about: in words under 50, with intervals under 300, then words and repetitions too."""
    counts = tag_counts(read.comments, read.tags)
    if not counts:
        st.caption("None has a tag yet: read the comments below and tag them; counts of tags will stand here.")
        return
    if len(read.comments) < IN_WORDS:
        told = ", ".join(f"{plain(one.tag)} in **{one.share.hits}**" for one in counts)
        st.markdown(f"Of {fmt.counted(len(read.comments), 'comment')}: {told}.")
    else:
        _table(counts)
    if len(read.comments) >= WITH_TERMS:
        _words(read.comments)
        _repeated(read.comments)


def _table(counts: list[TagCount]) -> None:
    shown = pd.DataFrame(
        {
            "Tag": [one.tag for one in counts],
            "Comments": [fmt.of(one.share.hits or 0, one.share.base or 0) for one in counts],
            "Share": [fmt.percent(one.share.value or 0) for one in counts],
            "95 % interval": [_bounds(one.share) for one in counts],
            "Mean score of who wrote it": [_mean(one.score) for one in counts],
        }
    )
    looks: dict[str, ColumnConfig] = {"Mean score of who wrote it": _column.TextColumn(width=260)}
    table(shown, "Tags: how many comments have them, with intervals, and the mean score beside them", looks)
    st.caption("A score stands beside a tag as it was given: words never change it, and no mood is computed from them.")


def _bounds(measure: Measure) -> str:
    return "–" if measure.low is None or measure.high is None else fmt.interval(measure, "share", "")


def _mean(measure: Measure) -> str:
    if measure.value is None:
        return f"– (n {measure.base})"
    bounds = "" if measure.low is None else f", {measure.low:.1f} to {measure.high:.1f}"
    return f"{measure.value:.1f} (n {measure.base}{bounds})"


def _words(comments: pd.DataFrame) -> None:
    groups = [comments.loc[comments["category"] == name, "words"].tolist() for name in ("Detractors", "Promoters")]
    if not all(groups):
        return
    found = lift(groups[0], groups[1])
    box = st.expander("Words that set detractors and promoters apart", key="comments_words", on_change="rerun")
    if not box.open:
        return
    with box:
        if not found:
            st.caption("No word stands clearly more often with one of them.")
            return
        _lifts(found)
        st.caption(
            f"In the comments of {len(groups[0])} detractors and {len(groups[1])} promoters; log-odds with an "
            "informative Dirichlet prior (Monroe and others 2008), words beyond 1.96 standard errors."
        )


def _lifts(found: list[Lift]) -> None:
    chosen = found[:MOST]
    shown = pd.DataFrame(
        {
            "Word": [one.word for one in chosen],
            "More with": ["detractors" if one.z > 0 else "promoters" for one in chosen],
            "Detractors": [one.first for one in chosen],
            "Promoters": [one.second for one in chosen],
            "Standard errors apart": [f"{abs(one.z):.1f}" for one in chosen],
        }
    )
    table(shown, "Words that stand more often in comments of detractors or promoters, with counts", width=640)


def _repeated(comments: pd.DataFrame) -> None:
    groups = near_duplicates(comments["words"].tolist())
    if not groups:
        return
    box = st.expander(f"{fmt.counted(len(groups), 'group')} of comments that say nearly the same",
                      key="comments_repeated", on_change="rerun")  # fmt: skip
    if not box.open:
        return
    with box:
        shown = pd.DataFrame(
            {
                "Comments": [len(group) for group in groups[:MOST]],
                "One of them": [comments["words"].iloc[group[0]] for group in groups[:MOST]],
            }
        )
        looks: dict[str, ColumnConfig] = {"Comments": _column.NumberColumn(width=90)}
        table(shown, "Groups of comments that share four of five words: how many, and one of them", looks)


def wrote_section(read: Read) -> None:
    """The share of respondents who wrote, per category: those who write are not everybody."""
    found = wrote_by_category(read.sheets)
    box = st.expander("Who wrote, and who did not", key="comments_wrote", on_change="rerun")
    if not box.open:
        return
    with box:
        rows = found.to_dict("records")
        told = [Measure(row["share"], row["answered"], row["wrote"], row["low"], row["high"]) for row in rows]
        shown = pd.DataFrame(
            {
                "Who": found["category"],
                "Wrote": [fmt.of(measure.hits or 0, measure.base or 0) for measure in told],
                "Share": [fmt.figure(measure, "share", "") for measure in told],
                "95 % interval": [_bounds(measure) for measure in told],
            }
        )
        table(shown, "Share of respondents who wrote, by category, with intervals", width=560)
        st.caption("Comments speak for those who write. Where the shares differ, so does who is heard.")


def readers_section(read: Read) -> None:
    """How two readers agree on the comments both tagged."""
    found = agreement(read.tags)
    if found is None:
        st.caption(
            "Nobody has tagged comments a second time yet, so how far tags depend on who reads is not known: turn on "
            "“Read as the second person” for one comment in ten."
        )
        return
    kappa = found.kappa
    both = f"{plain(found.people[0])} and {plain(found.people[1])} both tagged {fmt.counted(found.comments, 'comment')}"
    if kappa.value is None:
        st.caption(f"{both}. {plain(kappa.why)}")
        return
    bounds = "" if kappa.low is None else f", 95 % interval {kappa.low:.2f} to {kappa.high:.2f}"
    st.caption(f"{both}: they agree with kappa {kappa.value:.2f}{bounds} (1: always, 0: as by chance).")
