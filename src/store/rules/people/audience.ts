import type {
  Audience,
  AudienceCount,
  AudienceMeaning,
  AudienceOptions,
  Recipient,
  Suppression,
} from '../../../domain/people/audience.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import { among, type Candidates, candidatesFor, MAX_CANDIDATES } from '../../audience/candidates.ts';
import type { Sql } from '../../audience/compile.ts';
import { type Condition, isOfIndex, weightOf } from '../../audience/condition.ts';
import { giveFunctions } from '../../audience/functions.ts';
import { resolveAudience } from '../../audience/resolve.ts';
import { type Row, stranger, toRecipient, union } from '../../audience/rows.ts';
import { strangersOf } from '../../audience/strangers.ts';
import { compileSuppressed } from '../../audience/suppressed.ts';
import type { Db } from '../../db.ts';
import { statementCache } from '../../thread/statement-cache.ts';
import { prepareCatalogue } from './catalogue.ts';

/**
 * How many contacts one call reads. The limit keeps the wait of other readers to some tens of ms, whatever the audience
 * is.
 */
const SCANNED = 25_000;
/**
 * `SCANNED` applies if the check of a contact takes up to this many comparisons; if it takes more, a call reads fewer
 * contacts.
 */
const USUAL_WEIGHT = 20;
const LEAST_SCANNED = 250;
/** Sorts after every number. */
const END = '~';
/** The languages are shown in the order of these rows. */
const IN_ORDER = 'ORDER BY 1 NULLS FIRST, 2 NULLS FIRST';

export interface AudienceSlice {
  readonly recipients: readonly Recipient[];
  /** Where the next slice begins; undefined at the end. */
  readonly next: string | undefined;
}

export interface CountSlice extends AudienceCount {
  /** Where the next slice begins; undefined at the end. */
  readonly next: string | undefined;
}

interface Group {
  readonly language: string | null;
  readonly suppressed: Suppression | null;
  readonly people: number;
}

/** Evaluates audiences. One call reads everything that it needs, so a slice shows the state at one moment. */
export const prepareAudience = (db: Db) => {
  const bind = giveFunctions(db);
  const prepared = statementCache(db);
  const catalogue = prepareCatalogue(db);
  const rows = <T>({ text, parameters }: Sql): readonly T[] => prepared(text).all(...bind(parameters)) as T[];
  const first = <T>(sql: Sql): T | undefined =>
    prepared(sql.text).get(...bind(sql.parameters)) as T | undefined;

  const anyOptOut = db.prepare<[number], unknown>('SELECT 1 FROM opt_outs WHERE list_id = ? LIMIT 1');
  const isContact = db.prepare<[string], unknown>('SELECT 1 FROM contacts WHERE number = ?');
  const isOptedOut = db.prepare<[string], unknown>('SELECT 1 FROM opt_outs WHERE number = ? AND list_id = 0');
  const stepNumber = db
    .prepare<[string, number], string>(
      'SELECT number FROM contacts WHERE number > ? ORDER BY number LIMIT 1 OFFSET ?',
    )
    .pluck();
  const lastId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM contacts').pluck();

  const gauge = ({ text, parameters }: Sql): number =>
    first<{ size: number }>({
      text: `SELECT count(*) AS size FROM (${text} LIMIT ${MAX_CANDIDATES + 1})`,
      parameters,
    })?.size ?? 0;

  const plan = (audience: Audience, options: AudienceOptions) => {
    const names = catalogue(options);
    const { condition, missing, meaning } = resolveAudience(audience, names);
    const optOutsOfAll = anyOptOut.get(EVERY_LIST_ID) !== undefined;
    const { member, suppressed } = compileSuppressed(condition, options, optOutsOfAll);
    const scanned = scannedFor(condition);
    const few = candidatesFor(condition, gauge);
    const candidates = few === undefined || few.size > scanned ? undefined : few;
    const strangers = missing.length > 0 ? [] : strangersOf(audience, names);
    return { condition, member, suppressed, scanned, candidates, strangers, missing, meaning };
  };

  const strangerSuppressed = (
    number: string,
    { overrideOptOut }: AudienceOptions,
  ): Suppression | undefined =>
    !overrideOptOut && isOptedOut.get(number) !== undefined ? 'optedOut' : undefined;

  /**
   * Finds the people of a small audience that no index finds, by reading all contacts in the order in which they lie in
   * the file. That takes a fifth of the time of reading them by number, for which the first page would wait. Stops
   * early and returns undefined if there are more than `MAX_CANDIDATES` people.
   */
  const fewAmongAll = ({ text, parameters }: Sql): Candidates | undefined => {
    const found = rows<{ number: string }>({
      text: `SELECT c.number FROM contacts c NOT INDEXED WHERE (${text}) LIMIT ${MAX_CANDIDATES + 1}`,
      parameters,
    });
    return found.length > MAX_CANDIDATES ? undefined : among(found.map(({ number }) => number));
  };

  const page = (
    audience: Audience,
    after: string,
    limit: number,
    options: AudienceOptions,
  ): AudienceSlice => {
    const {
      condition,
      member,
      suppressed,
      scanned,
      candidates: indexed,
      strangers,
      missing,
    } = plan(audience, options);
    if (missing.length > 0) return { recipients: [], next: undefined };
    const lookedFor = after === '' && scanned === SCANNED && !isOfIndex(condition);
    const candidates = indexed ?? (lookedFor ? fewAmongAll(member) : undefined);
    const select = `SELECT c.number, c.id, c.name, c.language, c.attributes, ${suppressed.text} AS suppressed`;
    let found: readonly Row[];
    let through = END;
    if (candidates === undefined) {
      through = stepNumber.get(after, scanned - 1) ?? END;
      found = rows<Row>({
        text: `${select} FROM contacts c INDEXED BY contacts_by_number
               WHERE c.number > ? AND c.number <= ? AND (${member.text}) ORDER BY c.number LIMIT ?`,
        parameters: [...suppressed.parameters, after, through, ...member.parameters, limit],
      });
    } else {
      found = rows<Row>({
        text: `${select} FROM (${union(candidates.sources)}) d CROSS JOIN contacts c
               WHERE c.number = d.number AND d.number > ? AND (${member.text}) ORDER BY d.number LIMIT ?`,
        parameters: [
          ...suppressed.parameters,
          ...candidates.sources.flatMap(({ parameters }) => parameters),
          after,
          ...member.parameters,
          limit,
        ],
      });
    }
    if (found.length === limit) through = found.at(-1)?.number ?? through;
    const recipients = found.map(toRecipient);
    for (const number of strangers) {
      if (number <= after || isContact.get(number) !== undefined) continue;
      // Takes one number more than the page can show: it tells that another page follows.
      if (number > through || recipients.length > found.length + limit) break;
      recipients.push(stranger(number, strangerSuppressed(number, options)));
    }
    if (recipients.length > found.length) recipients.sort((a, b) => (a.number < b.number ? -1 : 1));
    const shown = recipients.slice(0, limit);
    const more = through !== END || recipients.length > limit;
    return {
      recipients: shown,
      next: more ? (shown.length === limit ? shown.at(-1)?.number : through) : undefined,
    };
  };

  const count = (audience: Audience, after: string, options: AudienceOptions): CountSlice => {
    const { condition, member, suppressed, scanned, candidates, strangers, missing, meaning } = plan(
      audience,
      options,
    );
    const total = {
      people: 0,
      suppressed: { optedOut: 0, noConsent: 0 },
      byLanguage: {} as Record<string, number>,
    };
    const add = ({ language, suppressed: why, people }: Group): void => {
      total.people += people;
      if (why === null)
        total.byLanguage[language ?? 'und'] = (total.byLanguage[language ?? 'und'] ?? 0) + people;
      else total.suppressed[why] += people;
    };
    if (missing.length > 0) return { ...total, missing, meaning, next: undefined };
    const select = `SELECT c.language, ${suppressed.text} AS suppressed, count(*) AS people`;
    let next: string | undefined;
    if (candidates === undefined && isOfIndex(condition)) {
      const through = stepNumber.get(after, scanned - 1);
      next = through;
      for (const group of rows<Group>({
        text: `${select} FROM contacts c INDEXED BY contacts_walk
               WHERE c.number > ? AND c.number <= ? AND (${member.text}) GROUP BY 1, 2 ${IN_ORDER}`,
        parameters: [...suppressed.parameters, after, through ?? END, ...member.parameters],
      }))
        add(group);
    } else if (candidates === undefined) {
      // Here the contacts are read by id, not by number: SQLite stores the rows in this order, so each slice is read in
      // one run.
      const afterId = Number(after);
      const through = afterId + scanned;
      next = through < (lastId.get() ?? 0) ? String(through) : undefined;
      for (const group of rows<Group>({
        text: `${select} FROM contacts c NOT INDEXED
               WHERE c.id > ? AND c.id <= ? AND (${member.text}) GROUP BY 1, 2 ${IN_ORDER}`,
        parameters: [...suppressed.parameters, afterId, through, ...member.parameters],
      }))
        add(group);
    } else {
      for (const group of rows<Group>({
        text: `${select} FROM (${union(candidates.sources)}) d CROSS JOIN contacts c
               WHERE c.number = d.number AND (${member.text}) GROUP BY 1, 2 ${IN_ORDER}`,
        parameters: [
          ...suppressed.parameters,
          ...candidates.sources.flatMap(({ parameters }) => parameters),
          ...member.parameters,
        ],
      }))
        add(group);
    }
    if (after === '') {
      for (const number of strangers) {
        if (isContact.get(number) !== undefined) continue;
        add({ language: null, suppressed: strangerSuppressed(number, options) ?? null, people: 1 });
      }
    }
    return { ...total, missing, meaning, next };
  };

  const audienceMeaning = (audience: Audience): AudienceMeaning => {
    const { missing, meaning } = resolveAudience(audience, catalogue({}));
    return { missing, meaning };
  };

  return { audiencePage: page, countAudience: count, audienceMeaning };
};

const scannedFor = (condition: Condition): number =>
  Math.min(
    SCANNED,
    Math.max(LEAST_SCANNED, Math.round((SCANNED * USUAL_WEIGHT) / Math.max(1, weightOf(condition)))),
  );
