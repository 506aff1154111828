"""Signing in and out, one's password, and the page about oneself."""

from django import forms
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from annotations.actions.people import change_password, sign_in
from annotations.models import ApiToken
from annotations.records.people import me_record

from .base import actor, anonymous, back, local_next, page, person
from .errors import shown_in


class SignInForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; too many wrong ones are answered with how long to wait."""
    if request.user.is_authenticated:
        return back(request, "/")
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        with shown_in(form) as outcome:
            if outcome.is_good:
                address = request.META.get("REMOTE_ADDR", "")
                login(request, sign_in(anonymous(request), address=address, **form.cleaned_data))
                return back(request, "/")
        status = outcome.status
    return render(request, "registration/login.html", {"form": form, "next": local_next(request)}, status=status)


@require_http_methods(["POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("login")


class PasswordPage(PasswordChangeView):
    """Change one's own password; other sessions of the person end."""

    http_method_names = ("get", "head", "post", "options")
    template_name = "registration/password.html"
    success_url = reverse_lazy("me")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Change it where every change is made and logged, and keep this session."""
        user = person(self.request)
        change_password(user, actor(self.request), form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("Your password is changed."))
        return redirect(self.get_success_url())


@page("GET")
def me(request: HttpRequest) -> HttpResponse:
    """Show one's memberships and tokens (two queries)."""
    found = ApiToken.objects.filter(user=person(request)).select_related("project").order_by("-id")
    return render(request, "annotations/me.html", {"me": me_record(person(request)), "tokens": found})
