-- The log is still written to only; a configured retention may take what is older than it, and nothing else may.
CREATE FUNCTION binnacle_audit_retention() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  days integer := nullif(current_setting('binnacle.audit_days', true), '')::integer;
BEGIN
  IF days IS NULL OR days < 1 OR OLD.at > CURRENT_TIMESTAMP - make_interval(days => days) THEN
    RAISE EXCEPTION 'audit_log is append-only';
  END IF;
  RETURN OLD;
END $$;

DROP TRIGGER audit_log_append_only ON audit_log;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION binnacle_audit_is_append_only();
CREATE TRIGGER audit_log_retention BEFORE DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION binnacle_audit_retention();
