import { isFinal, stateCode, states } from '../../../domain/messages/state.ts';
import type { RetentionKind } from '../../../domain/operation/retention.ts';
import { auditSweep } from './audit.ts';
import { binSweeps } from './bin.ts';
import { alertSweeps, messageSweep } from './messages.ts';
import { type Sweep, sweepById, sweepKeyed } from './sweep.ts';

const OPEN = states
  .filter((state) => !isFinal(state))
  .map(stateCode)
  .join(', ');
const byAge = ['created_at', 'owner', 'key'];

/** The sweeps of each kind of retention. */
export const sweepsOf: Readonly<Record<RetentionKind, readonly Sweep[]>> = {
  messages: [
    messageSweep,
    sweepById({ table: 'alert_tests', at: 'at', with: { alert_test_messages: 'test_id' } }),
    sweepKeyed({
      table: 'undelivered_numbers',
      at: 'last_at',
      key: ['number'],
      order: ['last_at', 'number'],
    }),
  ],
  alerts: alertSweeps,
  inbox: [
    sweepById({ table: 'inbox', at: 'at', free: 'handled_as IS NOT NULL', keepNewest: true }),
    sweepById({ table: 'set_aside', at: 'at' }),
    sweepKeyed({ table: 'field_requests', at: 'at', key: ['reference'], order: ['at', 'reference'] }),
    sweepById({ table: 'hand_overs', at: 'asked_at', free: "state <> 'asked'" }),
    // Parts of messages whose other parts never came.
    sweepKeyed({
      table: 'inbox_parts',
      at: 'at',
      key: ['route', 'sender', 'reference', 'total', 'part'],
    }),
    sweepById({ table: 'held_opt_outs', at: 'at', free: "state <> 'held'", keepNewest: true }),
    sweepKeyed({ table: 'pending_opt_ins', at: 'at', key: ['number', 'list_id'] }),
    // The proof of a consent stays as long as somebody is on the list because of it.
    sweepKeyed({
      table: 'opt_in_proofs',
      at: 'at',
      key: ['number', 'list_id'],
      free: `NOT EXISTS (SELECT 1 FROM list_members m
                         WHERE m.list_id = opt_in_proofs.list_id AND m.number = opt_in_proofs.number)`,
    }),
  ],
  // A trigger of the database removes the history of a case that is deleted.
  cases: [
    sweepKeyed({
      table: 'cases',
      at: 'closed_at',
      key: ['id'],
      order: ['closed_at', 'id'],
      free: 'closed_at IS NOT NULL',
    }),
    // The next page deletes those of two days ago; these are the last ones of all.
    sweepById({ table: 'case_pages', at: 'at' }),
    sweepKeyed({ table: 'case_wrong_codes', at: 'at', key: ['reference'], order: ['at', 'reference'] }),
  ],
  unmatchedReceipts: [
    sweepById({ table: 'unmatched_receipts', at: 'at', with: { unmatched_refs: 'receipt_id' } }),
  ],
  audit: [
    auditSweep,
    sweepById({
      table: 'approval_waits',
      at: 'settled_at',
      free: 'settled_at IS NOT NULL',
      keepNewest: true,
    }),
    sweepById({ table: 'approval_pages', at: 'at', free: 'ended_at IS NOT NULL', keepNewest: true }),
    sweepById({ table: 'approval_delegations', at: 'until' }),
    sweepKeyed({
      table: 'alarms',
      at: 'ended_at',
      key: ['id'],
      order: ['ended_at', 'id'],
      free: 'ended_at IS NOT NULL',
    }),
  ],
  idempotency: [
    sweepKeyed({
      table: 'idempotency',
      at: 'created_at',
      key: ['owner', 'key'],
      order: byAge,
      // A retry must find the key while its message can still go out.
      free: `NOT EXISTS (SELECT 1 FROM messages WHERE id = message_id AND state IN (${OPEN}))`,
    }),
    sweepKeyed({ table: 'idempotent_answers', at: 'created_at', key: ['owner', 'key'], order: byAge }),
  ],
  cap: [sweepById({ table: 'cap_messages', at: 'received_at', free: "stage = 'done'", keepNewest: true })],
  triggerEvents: [
    sweepKeyed({
      table: 'trigger_events',
      at: 'at',
      key: ['trigger_name', 'identity'],
      order: ['at', 'trigger_name', 'identity'],
      free: 'open = 0',
    }),
  ],
  deliveries: [
    sweepKeyed({
      table: 'webhook_deliveries',
      at: 'finished_at',
      key: ['id'],
      order: ['finished_at', 'id'],
      free: 'delivered IS NOT NULL',
    }),
  ],
  imports: [
    sweepById({
      table: 'import_jobs',
      at: 'created_at',
      free: "state IN ('done', 'failed')",
      with: { import_chunks: 'job_id' },
    }),
  ],
  scheduleFires: [
    sweepKeyed({
      table: 'schedule_fires',
      at: 'at',
      key: ['schedule_id', 'planned_at'],
      // The row of the last planned time stays: it says from when on the schedule is due again.
      free: `outcome <> 'firing' AND planned_at < (SELECT max(f.planned_at) FROM schedule_fires f
                                                   WHERE f.schedule_id = schedule_fires.schedule_id)`,
    }),
  ],
  bin: binSweeps,
  // A trigger of the database removes the targets of a run that is deleted.
  drillRuns: [
    sweepKeyed({
      table: 'drill_runs',
      at: 'finished_at',
      key: ['id'],
      order: ['finished_at', 'id'],
      // The last run that passed or failed stays, since it decides whether there is an alarm about the drill: an alarm
      // must not end because the run is old.
      free: `finished_at IS NOT NULL AND NOT (
        EXISTS (SELECT 1 FROM drills d WHERE d.id = drill_runs.drill_id) AND
        id = (SELECT max(r.id) FROM drill_runs r
              WHERE r.drill_id = drill_runs.drill_id AND r.result IN ('passed', 'failed')))`,
    }),
  ],
};
