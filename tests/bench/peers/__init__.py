"""`make bench-peers`: the portfolio page in other frameworks, each in its own pinned environment under .bench/.

All pages read the same store file through Steward's own figures (`lib.book`), so that only what lies above differs;
the numbers they show are compared before anything is timed. Each is asked as its own front end asks: Steward and
Panel over their websockets, Dash over HTTP. What is timed is the server's CPU from the choice of a sector to the
last word of its answer, in both directions (all sectors, one sector).

Each peer is measured twice: as its tutorials teach (a change reads the store and computes, so nothing is ever stale),
and with what it computed kept by filter and version of the data, which is what Steward does itself.
"""
