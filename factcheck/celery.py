"""The Celery application: its settings are the site's, its tasks are found in each installed application."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

app = Celery("factcheck")
# The current application is one a thread: without a default, tasks queued by the web server's threads go nowhere.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
