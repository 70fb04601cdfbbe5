"""The transcript widget: layout, marks, selection, painting."""
