"""Append-only evidence that an auditor can check without us."""
