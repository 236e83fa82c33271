import { accessColumns } from './access-columns.ts';
import { alertErasure } from './alert-erasure.ts';
import { approvalErasure } from './approval-erasure.ts';
import {
  CODES,
  type ColumnClass,
  each,
  LOG,
  named,
  OTHERS,
  OURS,
  OURS_HEARD,
  USERS,
  WRITTEN,
} from './column-classes.ts';
import { messageColumns } from './message-columns.ts';
import { nodeColumns } from './node-columns.ts';
import { optInColumns } from './opt-in-columns.ts';

/**
 * The class of every column of every table. The statements in `src/store/rules/people/persons.ts` must erase
 * accordingly: a test fills each column that must be erased, and then looks for the values in the file.
 */
export const erasureColumns: Readonly<Record<string, Readonly<Record<string, ColumnClass>>>> = {
  ...alertErasure,
  ...approvalErasure,
  ...accessColumns,
  ...optInColumns,
  ...messageColumns,
  alarms: {
    ...each('impersonal', 'id serial kind subject severity since raised_at times changed_at ended_at'),
    ...each('impersonal', 'told_at tellings'),
    ...{ name: WRITTEN, reason: CODES, acknowledged: USERS, silence: WRITTEN },
  },
  areas: named,
  bin: {
    ...each('impersonal', 'id kind thing created_at version removed_at'),
    ...each(USERS, 'removed_by removed_name'),
    name: WRITTEN,
    definition: 'personal',
  },
  audit: {
    ...LOG,
    subject: 'personal',
    // Salts of erased parts are removed: without its salt, a seal says nothing.
    ...each('impersonal', 'actor_salt subject_salt detail_salt actor_seal subject_seal detail_seal hash'),
  },
  audit_anchor: each('impersonal', 'id at rows through_id hash'),
  automatic_replies: { ...each('impersonal', 'at message_id'), number: 'number' },
  cap_feed_entries: { url: 'impersonal', listed_at: 'impersonal', entry: OTHERS },
  cap_feeds: each('impersonal', 'url etag modified'),
  cap_messages: {
    ...each('impersonal', 'id sent received_at source stage alerts outcome'),
    ...each(OTHERS, 'sender identifier document'),
  },
  cap_superseded: { kind: 'impersonal', ...each(OTHERS, 'sender identifier superseded_by') },
  case_log: { case_id: 'impersonal', ...LOG },
  case_pages: {
    ...each(
      'impersonal',
      'id case_id at until message_id code_salt code_hash wrong ended_at ended_as used_by asked_by',
    ),
    ...{ settled: 'impersonal', phone: 'number' },
  },
  case_wrong_codes: { ...each('impersonal', 'reference case_id at'), phone: 'number' },
  cases: {
    ...each('impersonal', 'id version state alert_id inbox_id cries opened_at waiting_since cried_at'),
    ...each('impersonal', 'safe_at taken_at outcome closed_at pages paged_at page_at'),
    ...each('impersonal', 'unpaged_since unpaged'),
    ...{ number: 'number', ...each('personal', 'text outcome_text') },
    ...each(USERS, 'holder_id holder_name'),
  },
  cell_broadcasts: {
    ...each(
      'impersonal',
      'id route channel serial language page_texts pages of_pages first_at last_at told alert',
    ),
    outcome: CODES,
  },
  contacts: {
    ...each('impersonal', 'id created_at updated_at version'),
    number: 'number',
    ...each('personal', 'name language attributes lat lon postal_code source'),
  },
  drill_runs: {
    ...each('impersonal', 'id drill_id planned_at started_at within_ms until interrupted result finished_at'),
    name: WRITTEN,
    ...each(USERS, 'started_by started_by_id'),
    ...each(CODES, 'reason routes'),
  },
  drill_targets: {
    ...each('impersonal', 'run_id route message_id accepted_at sent_at delivered_at outcome'),
    number: 'number',
    reason: CODES,
    heard: OURS_HEARD,
  },
  drill_times: each('impersonal', 'drill_id planned_until'),
  drills: { ...named, definition: 'personal' },
  duty_pages: each('impersonal', 'at case_id'),
  events: {
    ...each('impersonal', 'id message_id at from_state to_state attempt route part'),
    reason: CODES,
    evidence: 'personal',
  },
  hand_overs: {
    ...each('impersonal', 'id reference roster_id until asked_at expires_at state wrong answered_by'),
    ...each('impersonal', 'code_salt code_hash'),
    ...each('number', 'giver_phone taker_phone'),
    ...each('personal', 'giver taker'),
  },
  happenings: { ...each('impersonal', 'id at type'), data: 'personal' },
  heard_parts: {
    ...each('impersonal', 'id ear reference total part message_id at fingerprint'),
    ...each(OURS_HEARD, 'sender text'),
  },
  idempotency: {
    ...each('impersonal', 'message_id lines_done created_at'),
    owner: USERS,
    // The caller chose the key, so it may contain the person's number. Only such a key is deleted: any other must stay,
    // so that a retry finds it.
    key: 'number',
    digest: 'personal',
  },
  idempotent_answers: {
    ...each('impersonal', 'status created_at'),
    owner: USERS,
    ...each('personal', 'key digest location body'),
  },
  import_chunks: {
    ...each('impersonal', 'job_id serial'),
    data: { kept: 'an uploaded file that waits to be run, for a day at most' },
  },
  import_jobs: {
    ...each('impersonal', 'id state octets records_done rows created updated unchanged refused'),
    ...each('impersonal', 'failure created_at finished_at encoding warning_counts'),
    ...each(
      { kept: 'headers of columns, and what is wrong with a cell, never the cell' },
      'options errors warnings',
    ),
  },
  inbound_seen: {
    ...each('impersonal', 'route at'),
    fingerprint: { kept: 'a digest; without it a message that a modem could not delete would come again' },
  },
  inbox: {
    ...each('impersonal', 'id at route handled_as alert'),
    ...each('number', 'sender number'),
    text: 'personal',
    recipient: OURS,
  },
  inbox_parts: {
    ...each('impersonal', 'route reference total part at'),
    sender: 'number',
    text: 'personal',
    recipient: OURS,
  },
  inbox_sets: { ...each('impersonal', 'route reference total parts last_at'), sender: 'number' },
  keywords: named,
  kept_counts: each('impersonal', 'kind route kept'),
  lanes: each('impersonal', 'lane key'),
  last_run: each('impersonal', 'id started_at stopped_at'),
  launch_codes: {
    ...each('impersonal', 'id salt hash created_at used_at alert'),
    phone: 'number',
    used_by: 'personal',
    issued_by: USERS,
  },
  launch_tries: { ...each('impersonal', 'wrong locked_until'), phone: 'number' },
  list_members: {
    list_id: 'impersonal',
    number: 'number',
    ...each('personal', 'consent consent_source consent_at'),
  },
  lists: named,
  modem_signal: each('impersonal', 'imei at dbm lowest_dbm rsrp rsrq'),
  ...nodeColumns,
  opt_out_log: {
    ...each('impersonal', 'id at action list_id source'),
    number: 'number',
    evidence: 'personal',
  },
  opt_outs: {
    ...each('impersonal', 'list_id source at'),
    number: { kept: 'without it the next import would undo the opt-out' },
    evidence: 'personal',
  },
  opted_out_messages: { message_id: 'impersonal' },
  retention: each('impersonal', 'id believed_at done_until ended_at duration_ms removed'),
  rosters: { ...named, definition: 'personal' },
  route_days: each('impersonal', 'route day parts'),
  route_settings: each('impersonal', 'route enabled'),
  scenario_approvals: {
    ...each('impersonal', 'scenario_id version at'),
    ...each(USERS, 'by_id by_name'),
    meaning: WRITTEN,
  },
  scenarios: named,
  schedule_fires: {
    ...each('impersonal', 'schedule_id planned_at outcome alert at'),
    detail: { kept: 'why a scenario was not launched' },
  },
  schedules: named,
  secrets: each('impersonal', 'name value'),
  segments: named,
  set_aside: {
    ...each('impersonal', 'id at route'),
    sender: 'number',
    reason: CODES,
    evidence: 'personal',
  },
  sim_pins: each('impersonal', 'iccid pin_hash tried_at accepted'),
  sim_recipients: { ...each('impersonal', 'iccid since_at last_at'), number: 'number' },
  sim_usage: each('impersonal', 'iccid minute parts'),
  sims_aside: each('impersonal', 'iccid reason until'),
  templates: named,
  trigger_events: { ...each('impersonal', 'trigger_name at alert open'), identity: OTHERS },
  unanswered: { ...each('impersonal', 'route message_id attempt part sent_at until'), recipient: 'number' },
  unmatched_receipts: {
    ...each('impersonal', 'id at route carrier state why guessed_for guessed_attempt'),
    recipient: 'number',
    ...each('personal', 'ref reason evidence'),
  },
  unmatched_refs: { ...each('impersonal', 'carrier receipt_id'), ref: 'personal' },
  webhook_deliveries: {
    ...each('impersonal', 'id webhook_id type at since due_at attempts outcome delivered finished_at'),
    data: 'personal',
  },
  webhooks: each(
    'impersonal',
    'id name url events secret enabled disabled_reason created_at version skipped',
  ),
};
