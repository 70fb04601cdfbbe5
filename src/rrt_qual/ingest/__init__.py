"""A file becomes a Transcript; one module a format, one registry."""

from rrt_qual.ingest.preview import SpeakerPreview, preview
from rrt_qual.ingest.registry import Format, formats, load_raw, read_raw, read_transcript
from rrt_qual.ingest.segments import Segmenter, segment

__all__ = [
    "Format",
    "Segmenter",
    "SpeakerPreview",
    "formats",
    "load_raw",
    "preview",
    "read_raw",
    "read_transcript",
    "segment",
]
