"""What people and employers answer one another about a posting."""
