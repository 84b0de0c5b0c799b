"""Who is served: registry, accounts, access, audit, secrecy, consent, settings, outbox."""
