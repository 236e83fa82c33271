import type { CaseAction } from '../../../domain/inbound/help-case.ts';
import type { AuditActor } from '../../../domain/operation/audit.ts';
import type { EventType } from '../../../domain/operation/events.ts';
import type { Db } from '../../db.ts';
import { prepareTell } from '../operation/tell.ts';

/** How many lines of one action, of those that phones cause, the history of a case has. */
const MOST_LINES = 50;

/** The event of each action on a case; a page is none, since its messages tell of it. */
const eventOf: Readonly<Record<Exclude<CaseAction, 'page' | 'unpaged'>, EventType>> = {
  open: 'case.opened',
  cry: 'case.cried',
  saysSafe: 'case.saysSafe',
  take: 'case.taken',
  hand: 'case.handed',
  note: 'case.noted',
  close: 'case.closed',
  reclassify: 'case.reclassified',
  reopen: 'case.reopened',
};

export const phoneActor = (number: string | null | undefined): AuditActor => ({
  id: `phone:${number ?? 'unknown'}`,
  name: 'SMS',
});

interface CaseNote {
  readonly id: number;
  readonly alert: number | null;
  readonly at: number;
  readonly actor: AuditActor;
  readonly action: CaseAction;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes the history of cases, and the event of each line, in the commit of what happened. */
export const prepareCaseNotes = (db: Db) => {
  const add = db.prepare(`
    INSERT INTO case_log (case_id, at, actor, actor_name, action, detail)
    VALUES (:id, :at, :actor, :actorName, :action, :detail)`);
  const lines = db
    .prepare<[number, string], number>('SELECT count(*) FROM case_log WHERE case_id = ? AND action = ?')
    .pluck();
  const tell = prepareTell(db);
  const log = ({ id, at, actor, action, detail }: CaseNote): void => {
    add.run({ id, at, actor: actor.id, actorName: actor.name, action, detail: JSON.stringify(detail) });
  };
  return {
    log,
    /** Writes the line unless the history has many of its action: a phone can cause any number of them. */
    logFew: (note: CaseNote): void => {
      if ((lines.get(note.id, note.action) ?? 0) < MOST_LINES) log(note);
    },
    tell: ({ id, alert, at, actor, action, detail }: CaseNote): void => {
      if (action !== 'page' && action !== 'unpaged')
        tell({ at, type: eventOf[action], data: { case: id, alert, by: actor.name, ...detail } });
    },
  };
};
