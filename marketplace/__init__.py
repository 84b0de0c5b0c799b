"""What the service knows and decides: one room a capability."""
