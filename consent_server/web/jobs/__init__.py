"""What a site does by itself now and then; each job has a clock and can be repeated."""
