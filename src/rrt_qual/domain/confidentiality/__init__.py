"""Words that identify people: kinds, finds, overlays that hide them, consent, disclosure policy."""
