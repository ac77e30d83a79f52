"""The rim of verification: files, processes and words, with the standard library alone.

``consent-server audit verify`` and the single file ``verify.py`` are both made of it.
"""
