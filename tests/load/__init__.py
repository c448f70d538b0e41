"""Many people at once on the weekly review, and one server for hours: how long they wait, and what it costs."""
