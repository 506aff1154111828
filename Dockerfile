# The image of the web server, the worker and the beat: one build, three commands (docker-compose.yml).
ARG BASE=python:3.12-slim
FROM ${BASE}

ENV PYTHONUNBUFFERED=1 \
    FACTCHECK_DATA_DIR=/data

WORKDIR /srv/factcheck

# First, so that a change of our code does not install everything again.
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

# .dockerignore lists what belongs into the image.
COPY . .

# A public name makes collectstatic compress everything; the key serves this one command and stays in no layer's files.
RUN export ALLOWED_HOSTS=build.invalid DJANGO_SECRET_KEY=used-only-while-the-image-is-built-and-nowhere-else-0123456789 \
    && python manage.py build_fonts \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q factcheck annotations \
    && useradd --system --uid 10001 --no-create-home factcheck \
    && chmod -R a+rX /data

USER 10001
ENV PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["python", "-m", "factcheck.health"]
CMD ["uvicorn", "factcheck.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--loop", "asyncio", "--http", "h11", "--ws", "none", "--no-access-log", "--no-proxy-headers", "--no-server-header", "--timeout-graceful-shutdown", "10"]
