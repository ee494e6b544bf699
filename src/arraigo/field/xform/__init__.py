"""Reading XForms and what is delivered for them. Knows no model."""
