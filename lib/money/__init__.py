"""Money: revenue, invoices, costs passed on, write-offs, rates."""
