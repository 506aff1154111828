"""What the queue is told by every process alike: how tasks come back, and which are woken by the clock.

Without Django, so that the beat, which only sends names at their times, stays a third of a Django process's size.
"""

# A killed worker's task comes back after the visibility time: with kombu's own sweep it took past 90 s more.
TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
# Below the visibility time: a task that outlived it would be started a second time.
TASK_SECONDS = 240
SCHEDULER = "celery.beat:Scheduler"  # in memory: a thirty-second rhythm needs no file
SCHEDULE = {
    "sweep": {"task": "annotations.tasks.sweep", "schedule": 30.0, "options": {"expires": 25}},
}
