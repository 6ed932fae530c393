"""Background work: one interface, a worker, a reaper, a scheduler."""
