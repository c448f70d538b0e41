"""Client accounts: who they are, who looks after them, what they buy and under which contract."""
