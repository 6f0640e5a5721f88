"""What an assessment means and remembers; knows no page."""
