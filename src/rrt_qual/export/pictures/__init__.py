"""What is looked at: drawings of figures, and the dashboard."""
