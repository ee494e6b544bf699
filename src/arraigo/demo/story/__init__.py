"""What happens to the training persons and around them, one file for each room."""

from arraigo.demo.story.telling import tell

__all__ = ["tell"]
