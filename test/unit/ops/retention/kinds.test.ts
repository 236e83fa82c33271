import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RetentionKind, retentionKinds } from '../../../../src/domain/operation/retention.ts';
import { column, DAY_MS, purge, timesOf } from '../../../support/people/purging.ts';
import { blob } from '../../../support/store/behind-the-store.ts';
import { UNCHAINED } from '../../../support/store/chain.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const NOW = Date.UTC(2026, 6, 1);
const KEPT = 30 * DAY_MS;
const OLD = NOW - KEPT - 1;
const YOUNG = NOW - KEPT;

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

interface Case {
  /** Makes a row with this name and age; `open`: one that must be kept at any age. */
  readonly row: (name: string, at: number, open: boolean) => string;
  /** A query for the names of the rows in the store. */
  readonly names: string;
}

const message = (name: string, at: number, open: boolean, alert = 'NULL') => `
  INSERT INTO messages (id, recipient, text, state, priority, lane, encoding, flash, parts, created_at, due_at, valid_until,
                        on_uncertain, owner, final_at, alert)
  VALUES ((SELECT coalesce(max(id), 0) + 1 FROM messages), '+33639980001', '${name}', ${open ? 2 : 3}, 0, 1, 0, 0, 1, ${at}, ${at},
          ${at}, 0, 't', ${open ? 'NULL' : at}, ${alert});`;

const cases: Readonly<Record<RetentionKind, readonly Case[]>> = {
  messages: [
    { row: message, names: 'SELECT text FROM messages' },
    {
      // A test of an alert is never open: its messages are kept as long as other messages.
      row: (name, at, open) =>
        open
          ? ''
          : `INSERT INTO alert_tests (alert_id, at, by_id, by_name, hash) VALUES (1, ${at}, 't', 't', '${name}');
             INSERT INTO alert_test_messages (test_id, place, number, language, short)
             SELECT max(id), 0, '+33639980001', 'fr', 0 FROM alert_tests;`,
      names: `SELECT hash FROM alert_tests JOIN alert_test_messages ON test_id = id
              UNION SELECT 'lone' FROM alert_test_messages WHERE test_id NOT IN (SELECT id FROM alert_tests)
              UNION SELECT 'open'`,
    },
  ],
  alerts: [
    {
      row: (name, at, open) => `
        INSERT INTO alerts (state, draft, created_at, created_by, created_name, updated_at, finished_at)
        VALUES ('${open ? 'sending' : 'completed'}', '{"audience":{"include":[]}}', ${at}, 't', 't', ${at}, ${at});
        ${message(name, at, open, '(SELECT max(id) FROM alerts)')}
        INSERT INTO alert_recipients (alert_id, number, wave, message_id)
        SELECT max(id), '${name}', 1, (SELECT max(id) FROM messages) FROM alerts;
        INSERT INTO alert_answers (alert_id, number, inbox_id, at, meaning, text, standing, rank)
        SELECT max(id), '${name}', 1, ${at}, 'safe', '${name}', 1, 3 FROM alerts;`,
      names: `SELECT m.text FROM messages m JOIN alert_recipients r ON r.message_id = m.id AND r.number = m.text
              JOIN alert_answers a ON a.text = m.text
              UNION SELECT 'lone ' || text FROM messages WHERE text NOT IN (SELECT number FROM alert_recipients)
              UNION SELECT 'lone ' || number FROM alert_recipients WHERE number NOT IN (SELECT text FROM alert_answers)
              UNION SELECT 'lone ' || number FROM alert_answers WHERE number NOT IN (SELECT text FROM messages)`,
    },
  ],
  inbox: [
    {
      row: (name, at, open) => `
        INSERT INTO inbox (at, route, sender, text, handled_as) VALUES (${at}, 'r', '+33639980001', '${name}',
                                                                       ${open ? 'NULL' : "'inbox'"});`,
      names: 'SELECT text FROM inbox',
    },
    {
      // An inbox row is never open; parts of a long message wait for some days at most.
      row: (name, at, open) =>
        open
          ? ''
          : `INSERT INTO inbox_parts (route, sender, reference, total, part, at, text)
             VALUES ('r', '${name}', 1, 2, 1, ${at}, '"a"');`,
      names: "SELECT sender FROM inbox_parts UNION SELECT 'open'",
    },
  ],
  cases: [
    {
      row: (name, at, open) => `
        INSERT INTO cases (state, inbox_id, text, opened_at, waiting_since, cried_at, closed_at)
        VALUES ('${open ? 'taken' : 'closed'}', 1, '${name}', ${at}, ${at}, ${at}, ${open ? 'NULL' : at});
        INSERT INTO case_log (case_id, at, actor, actor_name, action, detail)
        SELECT max(id), ${at}, 't', 't', 'open', '{}' FROM cases;`,
      names: `SELECT c.text FROM cases c JOIN case_log l ON l.case_id = c.id
              UNION SELECT 'lone ' || case_id FROM case_log WHERE case_id NOT IN (SELECT id FROM cases)`,
    },
  ],
  unmatchedReceipts: [
    {
      row: (name, at, open) =>
        open
          ? ''
          : `INSERT INTO unmatched_receipts (at, route, carrier, ref, state, why, evidence)
             VALUES (${at}, 'r', 'r', '${name}', 1, 'unknown', '');
             INSERT INTO unmatched_refs SELECT 'r', '${name}', max(id) FROM unmatched_receipts;`,
      names: `SELECT r.ref FROM unmatched_receipts r JOIN unmatched_refs u ON u.receipt_id = r.id UNION SELECT 'open'
              UNION SELECT 'lone ' || ref FROM unmatched_refs WHERE receipt_id NOT IN (SELECT id FROM unmatched_receipts)`,
    },
  ],
  audit: [
    {
      row: (name, at, open) =>
        open
          ? ''
          : `INSERT INTO audit (at, actor, actor_name, action, subject, detail, ${UNCHAINED.columns})
             VALUES (${at}, 't', 't', 'a', '${name}', '{}', ${UNCHAINED.values});`,
      names: "SELECT subject FROM audit WHERE action <> 'audit.cut' UNION SELECT 'open'",
    },
  ],
  idempotency: [
    {
      row: (name, at, open) => `
        ${open ? message(name, at, true) : ''}
        INSERT INTO idempotency (owner, key, digest, message_id, created_at)
        VALUES ('t', '${name}', 'd', ${open ? '(SELECT max(id) FROM messages)' : '99'}, ${at});`,
      names: 'SELECT key FROM idempotency',
    },
    {
      row: (name, at, open) =>
        open
          ? ''
          : `INSERT INTO idempotent_answers (owner, key, digest, created_at) VALUES ('t', '${name}', 'd', ${at});`,
      names: "SELECT key FROM idempotent_answers UNION SELECT 'open'",
    },
  ],
  cap: [
    {
      row: (name, at, open) => `
        INSERT INTO cap_messages (sender, identifier, sent, received_at, source, document, stage, alerts, outcome)
        VALUES ('s', '${name}', '', ${at}, 'post', '', '${open ? 'waiting' : 'done'}', '[]', '{}');`,
      names: 'SELECT identifier FROM cap_messages',
    },
  ],
  triggerEvents: [
    {
      row: (name, at, open) =>
        `INSERT INTO trigger_events VALUES ('pump', '${name}', ${at}, 1, ${open ? 1 : 0});`,
      names: 'SELECT identity FROM trigger_events',
    },
  ],
  deliveries: [
    {
      row: (name, at, open) => `
        INSERT INTO webhook_deliveries (webhook_id, type, at, data, since, due_at, delivered, finished_at)
        VALUES (1, '${name}', ${at}, '{}', ${at}, ${at}, ${open ? 'NULL, NULL' : `1, ${at}`});`,
      names: 'SELECT type FROM webhook_deliveries',
    },
  ],
  imports: [
    {
      row: (name, at, open) => `
        INSERT INTO import_jobs (state, options, created_at) VALUES ('${open ? 'checked' : 'done'}', '${name}', ${at});
        INSERT INTO import_chunks SELECT max(id), 0, ${blob('00')} FROM import_jobs;`,
      names: `SELECT options FROM import_jobs j JOIN import_chunks ON job_id = j.id
              UNION SELECT 'lone' FROM import_chunks WHERE job_id NOT IN (SELECT id FROM import_jobs)`,
    },
  ],
  scheduleFires: [
    {
      row: (name, at, open) => `
        INSERT INTO schedule_fires SELECT 1, coalesce(max(planned_at), 0) + 1, '${open ? 'firing' : 'launched'}', NULL, '${name}', ${at}
        FROM schedule_fires;`,
      names: 'SELECT detail FROM schedule_fires',
    },
  ],
  bin: [
    {
      row: (name, at, open) =>
        open
          ? ''
          : `INSERT INTO bin (kind, thing, name, definition, created_at, version, removed_at, removed_by, removed_name)
             VALUES ('list', ${at}, '${name}', '{}', 0, 1, ${at}, 't', 't');
             INSERT INTO list_members (list_id, number, consent, consent_source, consent_at)
             VALUES (${at}, '${name}', 'given', 't', 0);`,
      names: "SELECT name FROM bin UNION SELECT number FROM list_members UNION SELECT 'open'",
    },
  ],
  drillRuns: [
    {
      row: (name, at, open) => `
        INSERT INTO drill_runs (drill_id, name, started_at, within_ms, until, result, finished_at)
        VALUES (1, '${name}', ${at}, 1, 'delivered', 'passed', ${open ? 'NULL' : at});
        INSERT INTO drill_targets (run_id, route, number, outcome)
        SELECT max(id), 'r', '+33639980001', 'delivered' FROM drill_runs;`,
      names: `SELECT name FROM drill_runs JOIN drill_targets ON run_id = id
              UNION SELECT 'lone' FROM drill_targets WHERE run_id NOT IN (SELECT id FROM drill_runs)`,
    },
  ],
};

describe.each(retentionKinds.flatMap((kind) => cases[kind].map((one) => [kind, one] as const)))(
  'the retention of %s',
  (kind, { row, names }) => {
    const fill = () =>
      disk.fill(
        [
          row('old', OLD, false),
          row('open', OLD, true),
          row('aged', 1, false),
          row('young', YOUNG, false),
        ].join(''),
      );

    test('deletes old rows with everything that belongs to them, and keeps younger and open rows', async () => {
      fill();
      const removed = await purge(disk, timesOf('never', { [kind]: KEPT }), NOW);
      expect(column(disk, names).toSorted()).toEqual(['open', 'young']);
      expect(Object.keys(removed)).toEqual([kind]);
      expect(removed[kind]).toBeGreaterThanOrEqual(2);
      expect(await purge(disk, timesOf('never', { [kind]: KEPT }), NOW)).toEqual({ [kind]: 0 });
    });

    test('deletes nothing if the age is "never"', async () => {
      fill();
      expect(
        await purge(disk, timesOf(KEPT, { [kind]: 'never', messages: 'never' }), NOW),
      ).not.toHaveProperty(kind);
      expect(column(disk, names).toSorted()).toEqual(['aged', 'old', 'open', 'young']);
    });
  },
);

test('the newest message from a phone is kept at any age, so that its id is not used again', async () => {
  disk.fill(cases.inbox[0]?.row('old', OLD, false) + (cases.inbox[0]?.row('last', OLD, false) ?? ''));
  await purge(disk, timesOf(KEPT), NOW);
  expect(column(disk, 'SELECT text FROM inbox')).toEqual(['last']);
});

test('the last launch of a schedule is kept: the next planned time is computed from it', async () => {
  disk.fill(cases.scheduleFires[0]?.row('last', OLD, false) ?? '');
  await purge(disk, timesOf(KEPT), NOW);
  expect(column(disk, 'SELECT detail FROM schedule_fires')).toEqual(['last']);
});

test('old rows of the audit log go with the thousands before them that a wrong clock dated years ahead', async () => {
  // A trigger takes one row at a time: on PostgreSQL it runs after all rows of a statement.
  const audit = (name: string, at: number, times: number) =>
    (cases.audit[0]?.row(name, at, false) ?? '').repeat(times);
  disk.fill(audit('ahead', Date.UTC(2099, 0, 1), 5000) + audit('old', OLD, 3) + audit('young', YOUNG, 2));
  expect(await purge(disk, timesOf('never', { audit: KEPT }), NOW)).toEqual({ audit: 5003 });
});
