"""The project file: the one door to it, connections, what lies beside it, what is wiped."""
