"""Everything that puts Callboard on a machine; no service imports from here."""
