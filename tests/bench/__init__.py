"""`make bench`: how fast Steward is, in ratios measured in one run, for absolute times differ from minute to minute.

How it is measured:

- A figure is the median of paired ratios of CPU time (`time.process_time`: all threads of this process). A round runs
  both sides twice, A B A' B', the next one B A B' A': two pairs a round, and A'/A and B'/B beside them are the A/A
  control. Where a control leaves 0.93–1.07 the machine was too restless to tell: UNSURE.
- Equal results first: a page must show the same tables kept, after a write, and with every cache emptied; and a run
  that is timed must show them too. A warm rerun that reads more than when it had settled is refused, not timed.
- A page is run by Streamlit's own runtime in this process (`visits`), as the server does it: the message from the
  browser, a script thread, the page's file through `app.py`, the messages flushed and serialised. Nothing is measured
  of the network, of the web server above the runtime, or of the browser; widgets send nothing back.
- A warm rerun is a rerun where nobody wrote since the last one. A cache miss is the rerun after a contact was logged
  through `log_interaction`; the write itself is not in the time. An empty rerun is the same `app.py` with the same
  store and pages that hold a title and nothing else (`ui.page`); the last line tells what that frame itself costs
  over a script of one title, without anything of ours.
- Garbage is collected as it comes, as in the server; once before each goal, outside the time.
"""
