"""The catalogue edited in the browser: drafts, form and text, what a change means and for whom, versions. Floor 4."""
