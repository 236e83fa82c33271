import { createHash } from 'node:crypto';
import { momentsOf } from '../../excuses.ts';
import { clock, type Evidence } from '../evidence.ts';
import { actorOf } from '../persons.ts';

interface AuditRow {
  readonly id: number;
  readonly at: number;
  readonly action: string;
  readonly actor: string;
  readonly actorName: string;
  readonly subject: string;
  readonly detail: string;
  readonly salts: { readonly actor: string; readonly subject: string; readonly detail: string };
  readonly seals: { readonly actor: string; readonly subject: string; readonly detail: string };
  readonly hash: string;
}

const digest = (values: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(values)).digest('hex');

/** Computes the chain of docs/audit.md anew, without the code of the gateway. */
const faultsOfChain = (
  rows: readonly AuditRow[],
  head: { readonly id: number; readonly hash: string },
): readonly string[] => {
  let before = '0'.repeat(64);
  let last = 0;
  for (const { id, at, action, actor, actorName, subject, detail, salts, seals, hash } of rows) {
    if (digest([salts.actor, actor, actorName]) !== seals.actor)
      return [`row ${id} of the audit log: its actor was changed`];
    if (digest([salts.subject, subject]) !== seals.subject)
      return [`row ${id} of the audit log: its subject was changed`];
    if (digest([salts.detail, detail]) !== seals.detail)
      return [`row ${id} of the audit log: its detail was changed`];
    const right = digest([before, id, at, action, seals.actor, seals.subject, seals.detail]);
    if (hash !== right) return [`row ${id} of the audit log does not follow the row before it`];
    [before, last] = [hash, id];
  }
  return head.id === last && head.hash === before
    ? []
    : [`the head of the audit log is not its last row ${last}`];
};

const linesOf = (text: string): readonly Readonly<Record<string, unknown>>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** The chain of the audit log holds, and each request that was done is in it, under the name of who asked. */
export const holdTheChain = (text: string, { desk, stage }: Evidence): readonly string[] => {
  const lines = linesOf(text);
  const rows = lines.slice(1, -1) as unknown as readonly AuditRow[];
  const head = lines.at(-1)?.['head'] as { readonly id: number; readonly hash: string } | undefined;
  if (head === undefined) return ['the export of the audit log has no last line'];
  const written = rows.map(({ actorName, at }) => ({ actorName, ...momentsOf(stage, at) }));
  const unnoted = desk.asked
    // An opt-out that is there already is not changed.
    .filter(({ path, body, answer }) => path !== '/v1/opt-outs' || answer['evidence'] === body['evidence'])
    // Of two requests with one key only the first one does something.
    .filter(
      ({ isDone, key }, index, all) =>
        isDone && (key === undefined || all.findIndex((one) => one.key === key) === index),
    )
    .filter(
      ({ who, sentAt, endedAt }) =>
        !written.some(
          ({ actorName, from, to }) => actorName === actorOf(who) && to >= sentAt && from <= endedAt,
        ),
    )
    .map(
      ({ who, method, path, endedAt }) =>
        `${who} was told at ${clock(endedAt)} that ${method} ${path} is done, and the audit log has nothing of it`,
    );
  return [...faultsOfChain(rows, head), ...unnoted];
};
