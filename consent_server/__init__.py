"""A cookie consent manager whose "no" is enforced and whose record can be proved.

The packages are layers; an upper one may import a lower one, never the reverse:
``cli``, ``web``, ``storage | sdk | verifier``, ``enforcement | ledger``, ``token``,
``consent``, ``notice``, ``catalog``, ``kernel``. import-linter holds this.
"""

__version__ = "0.1.0"
