"""Schema migrations: one head, each tested up, down, up."""
