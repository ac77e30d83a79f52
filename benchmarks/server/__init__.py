"""What the server's answers cost, beside those of a bare Flask application."""
