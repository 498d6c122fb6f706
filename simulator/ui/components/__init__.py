"""The app's own components, Python beside its JavaScript and CSS."""
