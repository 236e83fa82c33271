import { sql } from 'kysely';
import { priorityOf } from '../../../domain/messages/priority.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Figures } from '../../../domain/operation/figures.ts';
import type { Queries } from '../../tables/tables.ts';

// Literals, not parameters: SQLite uses a partial index only for a WHERE that spells out its condition.
const QUEUED = sql.lit(stateCode('queued'));
const SENDING = sql.lit(stateCode('sending'));

const readUnsent = async (db: Queries, state: 'queued' | 'sending', nowMs: number) => {
  const rows = await db
    .selectFrom('messages')
    .select(({ fn }) => [
      'priority',
      fn.countAll<number>().as('messages'),
      sql<number | null>`min(CASE WHEN due_at <= ${nowMs} THEN due_at END)`.as('oldest'),
    ])
    .where('state', '=', state === 'queued' ? QUEUED : SENDING)
    .groupBy('priority')
    .orderBy('priority')
    .execute();
  return rows.map(({ priority, messages, oldest }) => ({
    state,
    priority: priorityOf(priority),
    messages,
    oldestDueAt: oldest ?? undefined,
  }));
};

/** More kinds of answers are left out, so that a question can't fill the memory of who watches. */
const MEANINGS = 50;

/** Reads indexes only: of the queue, of messages that a route has, and of alerts that are open. */
export const readFigures = async (db: Queries, nowMs: number): Promise<Figures> => {
  const [queued, sending, answers, gone] = await Promise.all([
    readUnsent(db, 'queued', nowMs),
    readUnsent(db, 'sending', nowMs),
    db
      .selectFrom('alert_answers as n')
      .select(({ fn }) => ['n.meaning', fn.countAll<number>().as('people')])
      .where('n.standing', '=', sql.lit(1))
      .where('n.alert_id', 'in', (eb) =>
        eb
          .selectFrom('alerts')
          .select('id')
          .where('state', 'in', ['sending', 'paused', 'completed'])
          .where('question_until', '>=', nowMs),
      )
      .groupBy('n.meaning')
      .orderBy('people', 'desc')
      .orderBy('n.meaning')
      .limit(MEANINGS)
      .execute(),
    db
      .selectFrom('alerts as a')
      .select(({ fn }) => fn.countAll<number>().as('alerts'))
      .where('a.state', 'in', ['sending', 'paused'])
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('alert_log as l')
            .select('l.id')
            .whereRef('l.alert_id', '=', 'a.id')
            .where('l.action', '=', 'audienceGone'),
        ),
      )
      .executeTakeFirstOrThrow(),
  ]);
  return { unsent: [...queued, ...sending], answers, audienceGone: gone.alerts };
};
