"""A linter for catalog files that knows the law: one module per family of rules."""
