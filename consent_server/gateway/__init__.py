"""A reverse proxy, so that the same enforcement stands in front of any stack."""
