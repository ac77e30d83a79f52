"""What a site wraps around its application."""
