"""What the ledger costs: ``make bench-ledger``."""
