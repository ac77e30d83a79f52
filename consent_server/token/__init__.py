"""The signed value on the device."""
