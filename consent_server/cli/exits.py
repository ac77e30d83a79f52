"""The exit codes of every command; 0 is fine."""

FINDINGS = 1
BAD_INPUT = 2  # or usage
BROKEN_EVIDENCE = 3
