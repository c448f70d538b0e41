"""How a projected review looks: fixed words of style only, everything in sizes that grow with the screen."""

import streamlit as st

# At 1920 x 1080 the root is 32 px, so that the smallest letters (0.875 rem) have 28: legible from four metres.
# Everything of the page but the slide and what went wrong is hidden, the frame too; what is refused beside its field
# is not said above the slide again.
_STYLE = """<style>
html {font-size: clamp(16px, min(1.6667vw, 2.963vh), 64px) !important}
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"] {display: none !important}
[data-testid="stMainBlockContainer"] {padding: 0.6rem 1.75rem 3.7rem 1.75rem !important; max-width: none !important}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"]
  > *:not(:has(.st-key-present)):not(.st-key-present):not(:has([data-testid="stAlert"])) {display: none !important}
[data-testid="stMainBlockContainer"]:has(.st-key-present [data-testid="stAlertContentError"])
  > [data-testid="stVerticalBlock"] > *:not(:has(.st-key-present)):not(.st-key-present) {display: none !important}
.st-key-present [data-testid="stAlertContainer"] {padding: 0.3rem 0.6rem}
.st-key-present [data-testid="stAlertContainer"] p {font-size: 0.875rem; line-height: 1.2}
.st-key-present {gap: 0.5rem !important}
.st-key-present [data-testid="stCaptionContainer"] p, .st-key-present label p {font-size: 0.875rem !important}
[class*="st-key-present_words"] p {font-size: 1.9rem; line-height: 1.25; font-weight: 600}
[class*="st-key-present_long"] p {font-size: 1.5rem; line-height: 1.3; font-weight: 600}
[class*="st-key-present_close"] p {font-size: 1.12rem; line-height: 1.3; font-weight: 600}
[class*="st-key-present_title"] p {font-size: 2.4rem; line-height: 1.15; font-weight: 700}
[class*="st-key-present_big"] p {font-size: 2rem; line-height: 1.15; font-weight: 600; overflow-wrap: anywhere}
[class*="st-key-present_small"] p {font-size: 1.2rem; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere}
.st-key-present_keys {display: none !important}
.st-key-present_nav {position: fixed; bottom: 0; left: 0; right: 0; width: auto !important; z-index: 99;
  padding: 0.5rem 1.75rem; border-top: 1px solid rgba(128, 128, 128, 0.35)}
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] {padding: 1rem 1rem 9rem 1rem !important}
  [class*="st-key-present_title"] p {font-size: 1.7rem}
  [class*="st-key-present_words"] p, [class*="st-key-present_long"] p {font-size: 1.15rem}
  .st-key-present_nav {gap: 0.4rem; padding: 0.5rem 1rem}
  .st-key-present_nav button {padding: 0.25rem 0.5rem}
  .st-key-present_nav button kbd {display: none}
}
</style>"""
# The list scrolls to the item that the address names, once: the row may be drawn after this.
_SCROLL = """<script>
(() => {
  const asked = new URLSearchParams(window.location.search).get("item") || "";
  if (!/^[0-9a-f]{10}$/.test(asked) || window.stewardItem === asked) return;
  window.stewardItem = asked;
  let turns = 40;
  const look = () => {
    const row = document.querySelector(".st-key-item_" + asked);
    if (row) row.scrollIntoView({block: "center"});
    else if (--turns > 0) window.setTimeout(look, 250);
  };
  look();
})();
</script>"""
_LIGHT = "<style>.st-key-present_nav {background: #FFFFFF}</style>"
_DARK = "<style>.st-key-present_nav {background: #12151B}</style>"


def look(dark: bool) -> None:
    """Put the style of a projected review on the page."""
    st.html(_STYLE)
    if dark:
        st.html(_DARK)
    else:
        st.html(_LIGHT)


def scroll_to_item() -> None:
    """Let the list show the item that the address names."""
    st.html(_SCROLL, unsafe_allow_javascript=True)
