-- The role by which the site works: it reads and writes every table, but what is recorded it can only add to.
--
-- Run by the owner of the tables, in the site's database, after the first `manage.py migrate`:
--     psql "$OWNER_URL" -v ON_ERROR_STOP=1 -f deploy/postgres/roles.sql
-- then give the role a password (\password toasoan_app), and DATABASE_URL its name. `manage.py migrate` alone goes on
-- as the owner. Running this again is harmless, and is needed after a migration that lays a table of the record anew.

BEGIN;

-- An owner who may not create roles asks somebody who may to do this line first.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'toasoan_app') THEN
    CREATE ROLE toasoan_app LOGIN;
  END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO toasoan_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO toasoan_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO toasoan_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO toasoan_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO toasoan_app;

REVOKE UPDATE, DELETE, TRUNCATE ON record_event, record_link FROM toasoan_app;
-- What was migrated is the owner's to write down.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM toasoan_app;

COMMIT;
