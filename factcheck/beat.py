"""The beat: sends the names of tasks at their times. It knows no task, so it does without Django."""

from celery import Celery

from factcheck.broker import broker_url
from factcheck.rhythm import SCHEDULE, SCHEDULER, TRANSPORT_OPTIONS

# No fixups: with the environment of manage.py Celery would load Django here, 45 MB for nothing.
app = Celery("factcheck", fixups=[])
app.conf.update(
    broker_url=broker_url(),
    broker_transport_options=TRANSPORT_OPTIONS,
    broker_connection_retry_on_startup=True,
    beat_scheduler=SCHEDULER,
    beat_schedule=SCHEDULE,
    task_ignore_result=True,
    timezone="UTC",
)

if __name__ == "__main__":
    # Not `celery beat`: its command line loads every other command of Celery, 12 MB more.
    app.Beat(loglevel="INFO", quiet=True).run()
