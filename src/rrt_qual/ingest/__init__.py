"""A file becomes a Transcript; one module a format, one registry."""

from rrt_qual.ingest.speakers.segments import Segmenter, segment
from rrt_qual.ingest.transcripts.preview import SpeakerPreview, preview
from rrt_qual.ingest.transcripts.registry import TranscriptFormat, formats, load_raw, read_raw, read_transcript

__all__ = [
    "Segmenter",
    "SpeakerPreview",
    "TranscriptFormat",
    "formats",
    "load_raw",
    "preview",
    "read_raw",
    "read_transcript",
    "segment",
]
