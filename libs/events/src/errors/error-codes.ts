/**
 * Every stable error code of Binnacle, with the HTTP status it answers and what to do about it.
 *
 * Codes are never reused for another meaning. `docs/reference/errors.md` holds the same table; a test keeps both equal.
 */
export interface ErrorDefinition {
  /** HTTP status of the problem document; 0 = never leaves the process (start-up and library errors). */
  readonly status: number;
  /** One short sentence, the same for every occurrence (RFC 9457 `title`). */
  readonly title: string;
  /** What the caller can do. */
  readonly help: string;
}

export const ERROR_CODES = {
  // A request's body
  invalid_json: {
    status: 400,
    title: 'The body is not valid JSON',
    help: 'Send one JSON object, an array, or NDJSON.',
  },
  invalid_utf8: { status: 400, title: 'The body is not valid UTF-8', help: 'Encode the body as UTF-8.' },
  batch_empty: { status: 400, title: 'The batch holds no event', help: 'Send at least one event.' },
  batch_too_large: { status: 413, title: 'The batch holds too many events', help: 'Split the batch.' },
  body_too_large: { status: 413, title: 'The body is too large', help: 'Split the batch; gzip counts inflated.' },
  unsupported_media_type: {
    status: 415,
    title: 'The content type is not supported',
    help: 'Send application/json or application/x-ndjson.',
  },
  unsupported_encoding: {
    status: 415,
    title: 'The content encoding is not supported',
    help: 'Send gzip or no encoding.',
  },
  invalid_gzip: { status: 400, title: 'The body is not valid gzip', help: 'Check the Content-Encoding header.' },
  invalid_protobuf: {
    status: 400,
    title: 'The body is not a valid protobuf message',
    help: 'Check the Content-Type header and the address.',
  },
  no_valid_event: { status: 400, title: 'No event in the body was valid', help: 'See `rejected` for each event.' },
  // One event
  not_an_object: { status: 400, title: 'The event is not a JSON object', help: 'Each event is one object.' },
  field_missing: { status: 400, title: 'A required field is missing', help: 'Add the field named in `detail`.' },
  field_invalid: { status: 400, title: 'A field has an invalid value', help: 'Correct the field named in `detail`.' },
  field_too_long: { status: 400, title: 'A field is too long', help: 'Shorten the field named in `detail`.' },
  event_too_large: { status: 413, title: 'The event is too large', help: 'Store big content elsewhere, send a link.' },
  payload_too_deep: { status: 400, title: 'The payload is nested too deeply', help: 'Flatten the payload.' },
  unstorable_text: {
    status: 400,
    title: 'The event holds text that Postgres cannot store',
    help: 'Remove NUL characters and unpaired surrogates.',
  },
  // Queries
  invalid_query: { status: 400, title: 'A query parameter is invalid', help: 'Correct the parameter in `detail`.' },
  invalid_cursor: {
    status: 400,
    title: 'The cursor is invalid',
    help: 'Pass back `next_cursor` or `prev_cursor` unchanged.',
  },
  query_too_slow: {
    status: 400,
    title: 'The query takes too long',
    help: 'Narrow it by time, type or agent, or ask for fewer rows.',
  },
  event_not_found: { status: 404, title: 'There is no such event', help: 'Check the id and the project.' },
  entity_not_found: {
    status: 404,
    title: 'There is no such agent, session or graph',
    help: 'Check the id; what has no kept events is forgotten.',
  },
  route_not_found: { status: 404, title: 'There is no such address', help: 'See /api/docs.' },
  unknown_client: {
    status: 404,
    title: 'The hooks of this client are not understood',
    help: 'Name claude-code, codex or gemini.',
  },
  method_not_allowed: { status: 405, title: 'The method is not allowed here', help: 'See /api/docs.' },
  request_refused: { status: 400, title: 'The request was refused', help: 'See `detail`.' },
  request_too_slow: {
    status: 408,
    title: 'The request took too long to arrive',
    help: 'Send it again, in smaller parts.',
  },
  url_too_long: { status: 414, title: 'The address is too long', help: 'Shorten the query or the selection.' },
  rate_limited: { status: 429, title: 'Too many requests', help: 'Retry after the seconds given; send batches.' },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    help: 'Send fewer or shorter headers and cookies.',
  },
  metrics_refused: {
    status: 403,
    title: 'The metrics are not for this caller',
    help: 'Set BINNACLE_METRICS_TOKEN and send it as a bearer token.',
  },
  cross_origin: {
    status: 403,
    title: 'A page of another origin may not do this',
    help: 'Send the request from the dashboard itself or without an Origin header.',
  },
  // Who calls
  unauthenticated: { status: 401, title: 'It is not known who calls', help: 'Send a valid API key, or sign in.' },
  permission_denied: {
    status: 403,
    title: 'The caller may not do this',
    help: 'Ask an admin of the project for the permission named in `detail`.',
  },
  csrf_refused: {
    status: 403,
    title: 'The request did not come from a page of this session',
    help: 'Load the page again, then repeat it.',
  },
  setup_required: {
    status: 503,
    title: 'The server is not set up yet',
    help: 'Open the link that it printed when it started.',
  },
  setup_done: { status: 409, title: 'The server is set up already', help: 'Sign in.' },
  login_refused: { status: 401, title: 'Signing in was refused', help: 'Check the e-mail address and the password.' },
  login_delayed: {
    status: 429,
    title: 'There were too many attempts to sign in',
    help: 'Wait for the seconds given.',
  },
  login_busy: { status: 503, title: 'Too many people sign in at once', help: 'Retry after the seconds given.' },
  oidc_refused: {
    status: 403,
    title: 'Signing in at the provider did not work',
    help: 'Try again, or ask an admin for an invitation.',
  },
  link_invalid: {
    status: 410,
    title: 'The link can’t be used',
    help: 'Ask whoever sent it for a new one.',
  },
  invitation_not_found: {
    status: 404,
    title: 'There is no such open invitation',
    help: 'It may be used or taken back.',
  },
  account_exists: { status: 409, title: 'There is such an account already', help: 'Sign in with it.' },
  person_not_found: { status: 404, title: 'There is no such person', help: 'Look at the list of people.' },
  last_owner: { status: 409, title: 'There must be an owner', help: 'Make somebody else an owner first.' },
  session_not_found: { status: 404, title: 'There is no such session', help: 'It may have ended meanwhile.' },
  too_many_invitations: { status: 409, title: 'Too many invitations are open', help: 'Take some back.' },
  api_key_not_found: { status: 404, title: 'There is no such API key', help: 'It may be revoked.' },
  too_many_keys: { status: 409, title: 'The project has too many API keys', help: 'Revoke those that nobody uses.' },
  project_not_found: { status: 404, title: 'There is no such project', help: 'Check its id, and whether it is yours.' },
  project_archived: {
    status: 409,
    title: 'The project is archived',
    help: 'What is in it can be read; an owner can bring it back.',
  },
  project_exists: { status: 409, title: 'The id of the project is taken', help: 'Choose another.' },
  too_many_projects: { status: 409, title: 'There are too many projects', help: 'Use fewer.' },
  // Questions
  question_not_found: { status: 404, title: 'There is no such question', help: 'Check the id, msg_id and agent.' },
  question_closed: {
    status: 409,
    title: 'The question is closed already',
    help: '`answered_by` and `answered_at` say who and when.',
  },
  question_ambiguous: { status: 409, title: 'Several open questions match', help: 'Name the question by `msg_id`.' },
  question_open: { status: 409, title: 'The question is still open', help: 'Wait for its answer first.' },
  question_changed: {
    status: 409,
    title: 'The question is not the one that was shown',
    help: 'Read it again, and answer what it asks now.',
  },
  action_mismatch: {
    status: 409,
    title: 'The action is not what was approved',
    help: 'Do what was approved, or ask again.',
  },
  idempotency_conflict: {
    status: 409,
    title: 'The Idempotency-Key was used for something else',
    help: 'Use a new key for a new question.',
  },
  rule_not_found: {
    status: 404,
    title: 'There is no such standing approval',
    help: 'GET /api/v1/approval-rules lists them.',
  },
  too_many_messages: {
    status: 409,
    title: 'The agent has too many unread messages',
    help: 'It does not read them: see whether it still runs.',
  },
  channel_not_found: {
    status: 404,
    title: 'There is no such notification channel',
    help: 'GET /api/v1/notification-channels lists them.',
  },
  channel_in_use: {
    status: 409,
    title: 'A rule uses the notification channel',
    help: 'Change or delete the rules named first.',
  },
  notification_rule_not_found: {
    status: 404,
    title: 'There is no such notification rule',
    help: 'GET /api/v1/notification-rules lists them.',
  },
  notification_exists: {
    status: 409,
    title: 'The id of the channel or rule is taken',
    help: 'Choose another id, or leave it out.',
  },
  too_many_notifications: {
    status: 409,
    title: 'There are too many channels, rules or browsers',
    help: 'Delete those that nobody needs.',
  },
  target_refused: {
    status: 400,
    title: 'The target is not on the public internet',
    help: 'Name its host or network in BINNACLE_WEBHOOK_ALLOW, if it is meant.',
  },
  answer_token_unknown: {
    status: 404,
    title: 'There is no such answer token',
    help: 'Answer in the inbox.',
  },
  answer_token_spent: {
    status: 410,
    title: 'The question of the token is answered already',
    help: 'Nothing is left to do.',
  },
  answer_token_expired: {
    status: 410,
    title: 'The time of the answer token is over',
    help: 'Answer in the inbox.',
  },
  key_not_found: { status: 404, title: 'The workspace has no such key', help: 'It may come later: look again.' },
  workspace_full: { status: 409, title: 'The workspace has too many keys', help: 'Delete those that are done with.' },
  answer_invalid: { status: 400, title: 'The answer is invalid', help: 'Correct the field named in `detail`.' },
  // Capacity
  archive_unavailable: { status: 503, title: 'The archive cannot be reached', help: 'Retry after the seconds given.' },
  queue_full: { status: 503, title: 'The ingest queue is full', help: 'Retry after the seconds given.' },
  archive_full: {
    status: 503,
    title: 'The disk budget is used up by today alone',
    help: 'Raise BINNACLE_MAX_DISK; else events are taken again after midnight UTC.',
  },
  too_many_bodies: { status: 503, title: 'Too much is being received', help: 'Retry after the seconds given.' },
  too_many_queries: { status: 503, title: 'Too many queries wait', help: 'Retry after the seconds given.' },
  too_many_viewers: { status: 503, title: 'Too many live connections', help: 'Close some tabs or raise the limit.' },
  too_many_views: { status: 503, title: 'Too many different filtered views are open', help: 'Use a coarser filter.' },
  not_ready: { status: 503, title: 'The server is not ready', help: '`checks` says which part is down.' },
  shutting_down: { status: 503, title: 'The server is stopping', help: 'Retry in a moment.' },
  demo_running: { status: 409, title: 'The demo is running already', help: 'Wait for it to end.' },
  internal: { status: 500, title: 'Something failed inside Binnacle', help: 'See the log for the request id.' },
  // Inside the process
  invalid_pattern: {
    status: 400,
    title: 'An event pattern is invalid',
    help: 'Write `*`, `category:*` or `category:action`.',
  },
  invalid_config: { status: 0, title: 'A configuration value is invalid', help: 'Correct the variable named.' },
  invalid_plugin: { status: 0, title: 'A plugin definition is invalid', help: 'Correct the plugin named.' },
  project_unnamed: {
    status: 500,
    title: 'A plugin did not say which project it means',
    help: 'Name `project` where a plugin asks outside of a request, a panel, an action or a notice.',
  },
  duplicate_plugin: { status: 0, title: 'Two plugins share an id', help: 'Rename or remove one of them.' },
  invalid_options: {
    status: 400,
    title: 'An option of a panel or filter is invalid',
    help: 'Correct the option named in `detail`.',
  },
  plugin_part_not_found: {
    status: 404,
    title: 'No plugin provides this',
    help: 'The Plugins page lists what is loaded.',
  },
  invalid_dashboard: {
    status: 400,
    title: 'The dashboard is invalid',
    help: 'Correct the place named in `detail`.',
  },
  dashboard_not_found: { status: 404, title: 'There is no such dashboard', help: 'GET /api/v1/dashboards lists them.' },
  dashboard_exists: {
    status: 409,
    title: 'The id of the dashboard is taken',
    help: 'Choose another id, or leave it out.',
  },
  dashboard_conflict: {
    status: 409,
    title: 'Another change of the dashboard came first',
    help: 'Read it again and repeat the change on its newest revision.',
  },
  too_many_dashboards: { status: 409, title: 'There are too many dashboards', help: 'Delete one that nobody needs.' },
  action_refused: { status: 409, title: 'The action does not apply', help: 'Look at the newest state and try again.' },
  action_failed: {
    status: 500,
    title: 'The action failed',
    help: 'See the Plugins page, or ask who wrote the plugin.',
  },
  plugin_timeout: {
    status: 504,
    title: 'A plugin took too long',
    help: 'See the Plugins page, or ask who wrote the plugin.',
  },
  plugin_load_failed: { status: 0, title: 'A plugin could not be loaded', help: 'See file and line in `detail`.' },
  plugin_incompatible: { status: 0, title: 'A plugin wants another Binnacle version', help: 'Upgrade one of both.' },
  plugin_dependency_missing: { status: 0, title: 'A plugin lacks a dependency', help: 'Provide the class named.' },
  database_start_failed: { status: 0, title: 'The embedded Postgres did not start', help: 'See its last lines.' },
  database_too_new: {
    status: 0,
    title: 'The database is of a newer Binnacle',
    help: 'Start that version, or restore a backup from before the upgrade.',
  },
  migration_failed: { status: 0, title: 'A migration failed', help: 'Restore a backup or resolve it by hand.' },
  pg_tools_missing: {
    status: 0,
    title: 'No fitting pg_dump and pg_restore were found',
    help: 'Install them, or name their folder by --pg-bin.',
  },
  backup_exists: { status: 0, title: 'The backup file exists already', help: 'Choose another name, or add --force.' },
  backup_failed: {
    status: 0,
    title: 'The backup could not be made',
    help: 'Correct the cause; no file was left behind.',
  },
  backup_invalid: {
    status: 0,
    title: 'The file is no backup of Binnacle',
    help: 'Name a file that `binnacle backup` made.',
  },
  restore_refused: {
    status: 0,
    title: 'The database to restore into is in use or not empty',
    help: 'Stop what uses it, or name an empty database or data directory.',
  },
  restore_failed: {
    status: 0,
    title: 'The restore failed',
    help: 'Correct the cause and restore into an empty database.',
  },
  subscriber_overflow: {
    status: 0,
    title: 'A subscriber fell behind its bound',
    help: 'Read the gap from the archive.',
  },
  closed: { status: 0, title: 'The component is closed already', help: 'Do not use it after close.' },
  ask_timeout: { status: 0, title: 'Nobody answered in time', help: 'Ask again or choose a longer timeout.' },
  delivery_failed: { status: 0, title: 'Events could not be delivered', help: 'Check the URL and the server.' },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERROR_CODES;
