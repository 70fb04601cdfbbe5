"""What every screen is made from: its base, the host it runs in, drafts, suggestions."""
