"""What may be stored or loaded on a device, by whom, and why."""
