"""The Flask application and the composition root."""
