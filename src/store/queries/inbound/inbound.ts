import { sql } from 'kysely';
import { type EscalationPlan, widestAudience } from '../../../domain/alerts/escalation.ts';
import type {
  OpenQuestion,
  PhoneAlert,
  PhoneContext,
  PhoneQuestion,
} from '../../../domain/inbound/inbound-repository.ts';
import type { Keyword } from '../../../domain/inbound/keyword.ts';
import type { InboxMessage } from '../../../domain/messages/message.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import { TEST_REPLY_MS } from '../../../domain/operation/alert-test.ts';
import type { Audience } from '../../../domain/people/audience.ts';
import type { Queries } from '../../tables/tables.ts';

export const listUnhandled = async (db: Queries, limit: number): Promise<readonly InboxMessage[]> => {
  const rows = await db
    .selectFrom('inbox')
    .selectAll()
    .where('handled_as', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, at, route, sender, recipient, text }) => ({
    id,
    at,
    route,
    from: sender,
    to: recipient ?? undefined,
    text,
    handledAs: undefined,
    alert: undefined,
  }));
};

interface AlertRow {
  readonly id: number;
  readonly draft: string;
  readonly launched_at: number | null;
  readonly question_until: number | null;
  /** The alert's newest message to the phone. */
  readonly message: number;
}

interface Draft {
  readonly audience: Audience;
  readonly escalation?: EscalationPlan;
  readonly question?: {
    readonly answers: PhoneQuestion['answers'];
    readonly resend?: OpenQuestion['resend'];
  };
}

/** How many of the newest alerts that a phone may have received are searched for an open question. */
const LOOKED_AT = 20;
/** States of a message that was handed to a route and not refused: the phone may have the message. */
const HANDED_OVER_STATES = (
  ['sending', 'sent', 'delivered', 'undelivered', 'unconfirmed', 'uncertain'] as const
).map(stateCode);

export const phoneContext = async (db: Queries, number: Msisdn, atMs: number): Promise<PhoneContext> => {
  const [contact, alerts, tested] = await Promise.all([
    db.selectFrom('contacts').select(['name', 'language']).where('number', '=', number).executeTakeFirst(),
    newestAlerts(db, number, atMs),
    newestTest(db, number, atMs),
  ]);
  const [newest] = alerts;
  return {
    name: contact?.name ?? undefined,
    language: contact?.language ?? undefined,
    alert: newest && (await alertOf(db, newest, number)),
    question: openQuestion(alerts, tested, atMs),
  };
};

const newestAlerts = (db: Queries, number: Msisdn, atMs: number): Promise<readonly AlertRow[]> =>
  db
    .selectFrom('alert_recipients as r')
    .innerJoin('messages as m', 'm.id', 'r.message_id')
    .innerJoin('alerts as a', 'a.id', 'r.alert_id')
    .select(['a.id', 'a.draft', 'a.launched_at', 'a.question_until'])
    .select(sql<number>`max(r.message_id)`.as('message'))
    .where('r.number', '=', number)
    .where(({ eb, or }) =>
      or([
        eb('m.state', 'in', HANDED_OVER_STATES),
        eb('m.possible_duplicate', '=', 1),
        // The message waits to be sent again, and some or all of its parts may have reached the phone.
        eb('m.rest', 'is not', null),
      ]),
    )
    .where('m.created_at', '<=', atMs)
    .groupBy('a.id')
    .orderBy(sql`max(r.message_id)`, 'desc')
    .limit(LOOKED_AT)
    .execute();

/** The newest message of a test that the phone may have and answer now; 0: there is none. */
const newestTest = async (db: Queries, number: Msisdn, atMs: number): Promise<number> => {
  const row = await db
    .selectFrom('alert_test_messages as t')
    .innerJoin('messages as m', 'm.id', 't.message_id')
    .select('m.id')
    .where('t.number', '=', number)
    .where('m.state', 'in', HANDED_OVER_STATES)
    .where('m.created_at', '<=', atMs)
    .where('m.created_at', '>', atMs - TEST_REPLY_MS)
    .orderBy('t.message_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? 0;
};

const openQuestion = (
  alerts: readonly AlertRow[],
  tested: number,
  atMs: number,
): PhoneQuestion | undefined => {
  for (const { id, draft, launched_at: since, question_until: until, message } of alerts) {
    if (since === null || until === null || since > atMs || until <= atMs) continue;
    const { question } = JSON.parse(draft) as Draft;
    if (question !== undefined)
      return { alert: id, answers: question.answers, isBeforeTest: tested > message };
  }
  return undefined;
};

const alertOf = async (
  db: Queries,
  { id, draft, launched_at }: AlertRow,
  number: Msisdn,
): Promise<PhoneAlert> => {
  const launchedAt = launched_at ?? undefined;
  const { include } = widestAudience(JSON.parse(draft) as Draft);
  const ids = include.flatMap((term) => ('list' in term ? [term.list] : []));
  if (ids.length === 0 || ids.length < include.length) return { id, launchedAt, lists: [] };
  const lists = await db
    .selectFrom('list_members as m')
    .innerJoin('lists as l', 'l.id', 'm.list_id')
    .select(['l.id', 'l.name'])
    .where('m.number', '=', number)
    .where('m.list_id', 'in', ids)
    .orderBy('l.id')
    .execute();
  return { id, launchedAt, lists };
};

export const openQuestions = async (db: Queries, nowMs: number): Promise<readonly OpenQuestion[]> => {
  const rows = await db
    .selectFrom('alerts')
    .select(['id', 'draft'])
    .where('question_until', '>', nowMs)
    .where('state', 'in', ['sending', 'completed'])
    // Enough people have answered, so nobody is asked again.
    .where(sql<boolean>`coalesce(escalation ->> '$.state', '') <> 'fulfilled'`)
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id: alert, draft }) => {
    const resend = (JSON.parse(draft) as Draft).question?.resend;
    return resend === undefined ? [] : [{ alert, resend }];
  });
};

export const readKeywordReplies = async (db: Queries): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.selectFrom('keywords').select(['name', 'definition']).execute();
  return new Map(rows.map(({ name, definition }) => [name, (JSON.parse(definition) as Keyword).reply]));
};
