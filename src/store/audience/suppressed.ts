import type { AudienceOptions } from '../../domain/people/audience.ts';
import type { Place } from '../../kernel/shape/shape.ts';
import { compile, type Sql } from './compile.ts';
import type { Condition } from './condition.ts';

interface Compiled {
  /** SQL that is 1 if the contact `c` is in the audience, else 0. */
  readonly member: Sql;
  /** SQL for why the contact must not be written to, as a `Suppression`; NULL if the contact may be written to. */
  readonly suppressed: Sql;
  /** The places that `in_place` looks up in `member` and `suppressed`. */
  readonly places: readonly Place[];
}

/** @param optOutsOfAll whether anybody has opted out of every list: if nobody has, no contact needs the check */
export const compileSuppressed = (
  condition: Condition,
  { overrideOptOut }: AudienceOptions,
  optOutsOfAll: boolean,
): Compiled => {
  const places: Place[] = [];
  const member = compile(condition, 'member', places);
  const consenting = compile(condition, 'consenting', places);
  const open = compile(condition, 'open', places);
  const cases: Sql[] = [];
  if (!overrideOptOut && optOutsOfAll) {
    const everyList = 'EXISTS (SELECT 1 FROM opt_outs o WHERE o.number = c.number AND o.list_id = 0)';
    cases.push({ text: `WHEN ${everyList} THEN 'optedOut'`, parameters: [] });
  }
  if (consenting.text !== member.text) {
    cases.push({
      text: `WHEN NOT (${consenting.text}) THEN 'noConsent'`,
      parameters: consenting.parameters,
    });
  }
  if (!overrideOptOut && open.text !== member.text)
    cases.push({ text: `WHEN NOT (${open.text}) THEN 'optedOut'`, parameters: open.parameters });
  const suppressed: Sql = {
    text: cases.length === 0 ? 'NULL' : `CASE ${cases.map(({ text }) => text).join(' ')} END`,
    parameters: cases.flatMap(({ parameters }) => parameters),
  };
  return { member, suppressed, places };
};
