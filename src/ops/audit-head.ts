import type { AuditChainRepository } from '../domain/operation/audit-export.ts';
import type { Events } from '../domain/operation/events.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

const DAY_MS = 86_400_000;
/** When the first head is told: the start has more urgent work. */
const HEAD_AFTER_START_MS = 60_000;

/**
 * Tells the head of the audit log once a day, in the log and as an event: whoever keeps it elsewhere can show later
 * that no row was removed at the end, and that the log was not written anew.
 */
export const auditHeadTeller = (
  repository: Pick<AuditChainRepository, 'auditHead'>,
  events: Events,
  clock: Clock,
  log: Log,
): { start(): void; stop(): Promise<void> } => {
  const tell = async (): Promise<void> => {
    const { id, hash } = await repository.auditHead();
    log.info({ row: id, hash }, 'the head of the audit log');
    await events.publish('audit.head', { row: id, hash });
  };
  let dueAt = Number.NEGATIVE_INFINITY;
  // A looper rests an hour at most.
  const look = async (): Promise<number> => {
    const now = clock.now();
    if (now >= dueAt || now < dueAt - DAY_MS) {
      await tell();
      dueAt = now + DAY_MS;
    }
    return dueAt - now;
  };
  const looper = new Looper(look, {
    clock,
    log,
    failure: 'the head of the audit log cannot be told; trying again',
  });
  return { start: () => looper.start(HEAD_AFTER_START_MS), stop: () => looper.stop() };
};
