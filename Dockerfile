FROM python:3.11-slim-bookworm AS packages
COPY requirements/production.txt /tmp/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/production.txt

FROM python:3.11-slim-bookworm
# Pango draws the PDFs; it brings fontconfig and a font. The release's own security updates are wanted, so no versions.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 bolots \
    && install --directory --owner bolots /inbox
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/tmp BOLOTS_INBOX=/inbox
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
RUN SECRET_KEY=build python manage.py catalogue --compile \
    && SECRET_KEY=build python manage.py collectstatic --noinput
USER bolots
EXPOSE 8000
# The site sends plain HTTP on to HTTPS: asked the way the proxy asks, it answers.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import *; urlopen(Request('http://localhost:8000/halsa/', headers={'X-Forwarded-Proto': 'https'}))"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "bolots.wsgi"]
