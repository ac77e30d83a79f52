"""The revisions. One that was released never changes again."""
