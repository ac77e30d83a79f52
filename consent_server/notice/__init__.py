"""What is shown, in one language, and its digest."""
