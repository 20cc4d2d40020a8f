// What a person did that cannot be done, with what to do about it. Everything else is a crash of the request.

/** Code → how a transport answers. The texts are in messages/*.json under `problems.<code>`. */
export const PROBLEMS = {
  not_signed_in: 'unauthorized',
  token_invalid: 'unauthorized',
  not_found: 'not-found',
  input_invalid: 'invalid',
  foreign_origin: 'forbidden',
  session_needed: 'forbidden',
  token_limit: 'conflict',
  setup_done: 'conflict',
  credentials_wrong: 'unauthorized',
  second_factor_wrong: 'unauthorized',
  second_factor_expired: 'unauthorized',
  second_factor_on: 'conflict',
  second_factor_off: 'conflict',
  sign_on_denied: 'unauthorized',
  sign_on_expired: 'unauthorized',
  sign_on_account_exists: 'conflict',
  sign_on_no_email: 'unauthorized',
  sign_on_failed: 'conflict',
  too_many_attempts: 'too-many',
  too_many_requests: 'too-many',
  too_many_streams: 'too-many',
  body_too_large: 'too-large',
  body_not_json: 'unsupported',
  body_malformed: 'invalid',
  environment_alias_invalid: 'invalid',
  environment_alias_taken: 'conflict',
  environment_not_empty: 'conflict',
  service_name_invalid: 'invalid',
  service_name_taken: 'conflict',
  service_has_versions: 'conflict',
  network_gone: 'conflict',
  network_quota: 'conflict',
  service_name_mismatch: 'invalid',
  release_mode_conflict: 'conflict',
  version_has_traffic: 'conflict',
  version_still_serving: 'conflict',
  version_deploying: 'conflict',
  version_never_live: 'conflict',
  snapshot_current: 'conflict',
  snapshot_stale: 'conflict',
  deployment_in_progress: 'conflict',
  deployment_finished: 'conflict',
  traffic_invalid: 'invalid',
  traffic_stale: 'conflict',
  traffic_nothing_to_abandon: 'conflict',
  rollback_forward: 'invalid',
  scaling_not_manual: 'conflict',
  manual_instances_max: 'conflict',
  instance_not_running: 'conflict',
  upload_too_large: 'invalid',
  upload_expands_too_far: 'invalid',
  upload_bomb: 'invalid',
  upload_file_too_large: 'invalid',
  upload_too_many_entries: 'invalid',
  upload_path_unsafe: 'invalid',
  upload_link: 'invalid',
  upload_duplicate: 'invalid',
  upload_encrypted: 'invalid',
  upload_damaged: 'invalid',
  upload_empty: 'invalid',
  upload_no_space: 'conflict',
  uploads_full: 'too-large',
  certificate_malformed: 'invalid',
  certificate_too_large: 'invalid',
  certificate_chain_order: 'invalid',
  certificate_expired: 'invalid',
  certificate_not_yet_valid: 'invalid',
  certificate_no_names: 'invalid',
  certificate_key_malformed: 'invalid',
  certificate_key_encrypted: 'invalid',
  certificate_key_unsupported: 'invalid',
  certificate_key_mismatch: 'invalid',
  link_dead: 'not-found',
  account_exists: 'conflict',
  invitation_for_other: 'conflict',
  member_own: 'conflict',
  member_last_owner: 'conflict',
  application_needless: 'conflict',
  application_waiting: 'conflict',
  application_decided: 'conflict',
  shell_off: 'conflict',
  shell_address_missing: 'conflict',
  shell_not_isolated: 'conflict',
  shell_instance_gone: 'conflict',
  shell_ticket_dead: 'conflict',
  shell_limit: 'conflict',
  shell_missing: 'conflict',
  shell_failed: 'conflict',
} as const satisfies Record<
  string,
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'conflict'
  | 'too-large'
  | 'too-many'
  | 'unsupported'
>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing wrong with one field: `path` as in the input, `code` a message key under `issues.<code>`. */
export type FieldIssue = {
  path: (string | number)[];
  code: string;
  params?: Record<string, string | number>;
};

export class Problem extends Error {
  readonly code: ProblemCode;
  /** Values that the message needs. */
  readonly params: Record<string, string | number>;
  readonly issues: FieldIssue[];

  constructor(
    code: ProblemCode,
    more: { params?: Record<string, string | number>; issues?: FieldIssue[]; cause?: unknown } = {},
  ) {
    super(code, { cause: more.cause });
    this.name = 'Problem';
    this.code = code;
    this.params = more.params ?? {};
    this.issues = more.issues ?? [];
  }
}
