"""The weekly review, and the account manager's own growth."""
