import type { AudienceOptions } from '../../domain/people/audience.ts';
import { compile, type Sql } from './compile.ts';
import type { Condition } from './condition.ts';

interface Compiled {
  /** SQL that is true if the contact `c` is in the audience, else false. */
  readonly member: Sql;
  /** SQL for why the contact must not be written to, as a `Suppression`; NULL if the contact may be written to. */
  readonly suppressed: Sql;
}

/** @param optOutsOfAll whether anybody has opted out of every list: if nobody has, no contact needs the check */
export const compileSuppressed = (
  condition: Condition,
  { overrideOptOut }: AudienceOptions,
  optOutsOfAll: boolean,
): Compiled => {
  const member = compile(condition, 'member');
  const consenting = compile(condition, 'consenting');
  const open = compile(condition, 'open');
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
  return { member, suppressed };
};
