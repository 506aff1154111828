"""Registers the site itself, so that every Django process knows the Celery application."""

from django.apps import AppConfig

from factcheck.celery import app as celery_app

__all__ = ["SiteConfig", "celery_app"]


class SiteConfig(AppConfig):
    name = "factcheck"
