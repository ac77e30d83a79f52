"""Revisions of the tables, one file each under ``versions``, for Alembic."""
