"""Making a response obey a decision; bytes in, bytes out."""
