"""Words that must not leave the page that shows them, planted in whole flows."""
