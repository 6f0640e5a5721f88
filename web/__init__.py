"""The page kit that all rooms share."""
