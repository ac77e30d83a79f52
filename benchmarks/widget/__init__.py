"""What the notice costs a visitor, beside others: ``make bench-widget``."""
