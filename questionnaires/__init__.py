"""The questions: text, loading, pages."""
