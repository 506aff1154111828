"""The only writers: one action is one transaction and one event. They know nothing of HTTP, Celery or roles."""
