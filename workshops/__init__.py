"""Live sessions: the facilitator's console, the projector, the phones."""
