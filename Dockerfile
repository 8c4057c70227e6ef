# The register for production; docs/operations.md says how to run it.
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BIND=0.0.0.0:8000

RUN useradd --system --create-home --uid 10001 register
WORKDIR /srv/register

COPY requirements.txt ./
RUN python -m pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt

COPY . ./
# The settings refuse to start without these two; they hold for this one command only.
RUN SECRET_KEY=only-to-collect-static-files-while-the-image-is-built \
    ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --no-input \
    && install --directory --owner=register var

USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-m", "stz_registry.healthcheck"]

# gunicorn.conf.py holds the workers, the threads and a log without search words.
CMD ["gunicorn"]
