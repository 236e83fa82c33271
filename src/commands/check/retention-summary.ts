import type { RetentionConfig } from '../../config/retention.ts';
import { type RetentionKind, retentionKinds } from '../../domain/operation/retention.ts';

const DAY_MS = 86_400_000;

const WHAT: Readonly<Record<RetentionKind, string>> = {
  messages: 'messages that belong to no alert, from their final state',
  alerts: 'messages, people and answers of alerts that have ended; their figures stay',
  inbox: 'messages from phones',
  unmatchedReceipts: 'receipts that belong to no message',
  audit: 'the audit log',
  idempotency: 'idempotency keys with their answers',
  cap: 'CAP messages that are done',
  triggerEvents: 'which alarms were acted on',
  deliveries: 'finished deliveries to webhooks',
  imports: 'imports that have ended, with their errors',
  scheduleFires: 'past launches by schedules',
  drillRuns: 'runs of drills with their results',
  bin: 'lists, segments, scenarios and the like that were removed; until then they can be restored',
};

/** One line for each kind. */
export const describeRetention = ({ at, timeZone, ...times }: RetentionConfig): string[] => [
  `Kept, then deleted at ${at} (${timeZone})`,
  ...retentionKinds.map((kind) => `  ${kind.padEnd(18)} ${daysOf(times[kind]).padEnd(10)} ${WHAT[kind]}`),
];

const daysOf = (kept: number | 'never'): string => {
  if (kept === 'never') return 'for ever';
  const days = Math.round((kept / DAY_MS) * 100) / 100;
  return days === 1 ? '1 day' : `${days} days`;
};
