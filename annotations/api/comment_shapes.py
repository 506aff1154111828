"""What answers about comments look like, for the OpenAPI document."""

from typing import Any

from rest_framework import serializers as s

from annotations.models import SUBJECTS

from .shapes import Shape, names


class CommentSubject(Shape):
    kind = s.ChoiceField(SUBJECTS)
    id = s.UUIDField()


class Comment(Shape):
    id = s.UUIDField()
    subject = CommentSubject(help_text="What it is about.")
    root: Any = s.UUIDField(allow_null=True, help_text="The first comment of the thread; null for that one itself.")
    text = s.CharField(allow_blank=True, help_text="Empty once it was removed.")
    is_removed = s.BooleanField()
    author = s.CharField()
    first_author = s.CharField(allow_null=True, help_text="Of an imported one: who wrote it there.")
    mentions = names(help_text="Members whom it names.")
    resolved_by = s.CharField(allow_null=True)
    resolved_at = s.DateTimeField(allow_null=True)
    created_at = s.DateTimeField()
    edited_at = s.DateTimeField(allow_null=True)
    revision = s.IntegerField()


class Thread(Comment):
    replies: Any = Comment(many=True)


class Mention(Shape):
    id = s.UUIDField()
    read_at = s.DateTimeField(allow_null=True)
    project = s.CharField()
    comment = s.UUIDField()
    subject = CommentSubject()
    document = s.UUIDField(allow_null=True, help_text="Where the comment stands; null on a claim or verdict.")
    author = s.CharField()
    text = s.CharField()
    created_at = s.DateTimeField()


class MentionsRead(Shape):
    read = s.IntegerField(help_text="How many were marked just now.")
    unread = s.IntegerField(help_text="How many are left.")
