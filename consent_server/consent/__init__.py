"""What a visitor decided, and what follows from it."""
