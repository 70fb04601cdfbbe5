"""A file becomes a Transcript; one module a format, one registry."""

from rrt_qual.ingest.preview import SpeakerPreview, preview
from rrt_qual.ingest.registry import Format, formats, read_transcript
from rrt_qual.ingest.segments import Segmenter, segment

__all__ = ["Format", "Segmenter", "SpeakerPreview", "formats", "preview", "read_transcript", "segment"]
