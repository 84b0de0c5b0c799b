"""Messages to people and employers: inbox and SMS, with consent, quiet hours and a cap."""
