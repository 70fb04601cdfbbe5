"""Documents that people read: Word, Markdown, the codebook, and the outline they share."""
