"""The editor of a draft: every part of an SOP as a form, beside the sheet it makes."""
