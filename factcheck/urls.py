"""Every address of the site: pages, the API, and the operators' endpoints."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from annotations.api.health import healthz, metrics, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("annotations.web.urls")),
    path("api/v1/", include("annotations.api.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]

# Under /api/ an unforeseen error is a problem document, too; elsewhere it is the site's page.
handler500 = "annotations.api.problems.server_error"
