import type { Audience, AudienceOptions, Suppression } from '../../../domain/people/audience.ts';
import type { ListDefinition } from '../../../domain/people/lists.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import { type ListFacts, listsOf } from '../../audience/condition.ts';
import { giveFunctions } from '../../audience/functions.ts';
import { resolveAudience } from '../../audience/resolve.ts';
import { compileSuppressed } from '../../audience/suppressed.ts';
import type { Db } from '../../db.ts';
import { statementCache } from '../../thread/statement-cache.ts';
import { steady } from '../steady.ts';
import { prepareCatalogue } from './catalogue.ts';

/** Says of one number whether it may be written to, by the same rules as a page of the audience. */
export interface Suppressing {
  /**
   * Why the number must not be written to; undefined if it may be. `absent`: nothing forbids it, but no contact of the
   * audience has the number, since the contact left the audience or the audience names the number itself.
   */
  of(number: string): Suppression | 'absent' | undefined;
  /**
   * For which of these numbers an opt-out or a missing consent is stored, so `of` must be called. The check is cheap,
   * and finds few numbers.
   */
  whoSaidNo(numbers: readonly string[]): ReadonlySet<string>;
}

/** Says why somebody must not be written to now, for an audience that was read some time ago. */
export const prepareSuppression = (db: Db) => {
  const bind = giveFunctions(db);
  const prepared = statementCache(db);
  const catalogue = prepareCatalogue(db);
  const findList = db.prepare<[number], string>('SELECT definition FROM lists WHERE id = ?').pluck();
  // One statement for all numbers: on a database over a wire, a statement for each takes most of the time.
  const AMONG = 'number IN (SELECT value FROM json_each(?))';
  const anyOptOut = db
    .prepare<[string], string>(steady(`SELECT number FROM opt_outs WHERE ${AMONG}`))
    .pluck();
  const optedOutOf = db.prepare<[string, number], unknown>(
    'SELECT 1 FROM opt_outs WHERE number = ? AND list_id = ?',
  );
  const member = (text: string) =>
    db
      .prepare<[string, string], string>(
        steady(`
        SELECT number FROM list_members
        WHERE list_id IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) AND ${AMONG} AND ${text}`),
      )
      .pluck();
  const refused = member("consent = 'refused'");
  const unagreed = member("consent <> 'given'");

  // Assumes that somebody refused the list or opted out of it: to find that nobody did, all members would be read.
  const list = (id: number): ListFacts | undefined => {
    const definition = findList.get(id);
    if (definition === undefined) return undefined;
    const { kind } = JSON.parse(definition) as ListDefinition;
    return { consent: kind === 'information' ? 'given' : 'notRefused', optOuts: true };
  };

  return (audience: Audience, options: AudienceOptions): Suppressing => {
    const { condition } = resolveAudience(audience, { ...catalogue(options), list });
    const lists = listsOf(condition);
    const all = JSON.stringify(lists.map(({ id }) => id));
    const asking = lists.filter(({ consent }) => consent === 'given').map(({ id }) => id);
    let compiled: ReturnType<typeof compileSuppressed> | undefined;
    return {
      of: (number) => {
        compiled ??= compileSuppressed(condition, options, true);
        const { member: isMember, suppressed } = compiled;
        const find = `SELECT ${suppressed.text} AS suppressed FROM contacts c WHERE c.number = ? AND (${isMember.text})`;
        const parameters = [...suppressed.parameters, number, ...isMember.parameters];
        const row = prepared(find).get(...bind(parameters)) as { suppressed: Suppression | null } | undefined;
        if (row !== undefined) return row.suppressed ?? undefined;
        const optedOut = !options.overrideOptOut && optedOutOf.get(number, EVERY_LIST_ID) !== undefined;
        return optedOut ? 'optedOut' : 'absent';
      },
      whoSaidNo: (numbers) => {
        const asked = JSON.stringify(numbers);
        return new Set([
          ...anyOptOut.all(asked),
          ...(lists.length > 0 ? refused.all(all, asked) : []),
          ...(asking.length > 0 ? unagreed.all(JSON.stringify(asking), asked) : []),
        ]);
      },
    };
  };
};
