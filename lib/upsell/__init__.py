"""Next best conversations: what an account could use, whether the right to ask is earned, and what it is worth."""
