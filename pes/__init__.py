"""The `pes` command: embedded servers, operator commands, demo."""
