"""Accounts, for the site administrator. Nothing else: a way round the rules of work is not offered here."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group

from .models import User

admin.site.unregister(Group)
admin.site.register(User, UserAdmin)
