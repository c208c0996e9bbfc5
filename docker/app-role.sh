#!/bin/sh
# Runs once, when the database is made: the role the application connects as. `grant_privileges` gives it its rights.
psql --set ON_ERROR_STOP=1 --set password="$APP_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE bolots_app LOGIN PASSWORD :'password';
SQL
