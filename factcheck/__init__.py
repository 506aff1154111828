"""The site: settings, start-up and the processes around the `annotations` application."""
