"""What every layer may know: errors, time, ids and canonical bytes."""
