"""The site's end of the connected mode: a middleware beside a consent server."""
