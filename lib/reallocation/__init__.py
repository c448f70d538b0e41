"""Work moved between people: the problem read from the store, suggested moves with what they cost, what-if, cover."""
