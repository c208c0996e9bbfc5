"""How the site is served: the same in the demo, in tests and in production."""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", 2))
threads = 4
max_requests = 1000
max_requests_jitter = 100
graceful_timeout = 5  # seconds
loglevel = "warning"
control_socket_disable = True  # one path for every gunicorn of a user: two checkouts would meet there
