"""The server's end of the connected mode, under ``/v1/sites/SITE``."""
