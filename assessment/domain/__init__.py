"""The meaning: catalogue, scores, gaps and roadmap. No Flask, no SQL, no clock, no files."""
