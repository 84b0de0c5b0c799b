"""Priority groups: who is in which, on what ground, and with which officer (P3, P6)."""
