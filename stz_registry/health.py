"""Two addresses for machines: is the process alive, and can it do its work."""

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process runs, without touching the database."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database holds every migration and the cache works, 503 otherwise."""
    try:
        executor = MigrationExecutor(connection)
        is_ready = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        for alias in settings.CACHES:
            caches[alias].get("ready")  # its table is made by createcachetable, not by migrate
    except Exception:  # whatever is wrong with the database, the answer is that we are not ready
        is_ready = False
    return HttpResponse(
        "ok" if is_ready else "not ready",
        status=200 if is_ready else 503,
        content_type="text/plain",
    )
