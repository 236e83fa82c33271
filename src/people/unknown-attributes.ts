import type { Audience } from '../domain/people/audience.ts';
import type { ContactRepository } from '../domain/people/contact-repository.ts';
import { attributesOf, type Rule } from '../domain/people/rule.ts';
import type { NamedRepository } from '../kernel/named.ts';

/** How many warnings there are at most. A person who misspells more names reads the first ones. */
const MAX_WARNINGS = 100;

type Contacts = Pick<ContactRepository, 'attributeNames'>;

/** Warnings of attributes in a rule that no contact has: a misspelt one makes `ne` and `not` true for everybody. */
export const warningsOfRule = (rule: Rule, contacts: Contacts): Promise<readonly string[]> =>
  warningsOf(attributesOf(rule), contacts, 'the rule');

/** The same for the segments of an audience. */
export const warningsOfAudience = async (
  { include, within = [], exclude = [] }: Audience,
  segments: Pick<NamedRepository<Rule>, 'get'>,
  contacts: Contacts,
): Promise<readonly string[]> => {
  const ids = new Set(
    [...include, ...within, ...exclude].flatMap((term) => ('segment' in term ? [term.segment] : [])),
  );
  const warnings: string[] = [];
  for (const id of ids) {
    const segment = await segments.get(id);
    if (segment === undefined) continue;
    warnings.push(...(await warningsOf(attributesOf(segment.definition), contacts, `segment ${id}`)));
    if (warnings.length >= MAX_WARNINGS) break;
  }
  return warnings.slice(0, MAX_WARNINGS);
};

const warningsOf = async (
  attributes: readonly string[],
  contacts: Contacts,
  where: string,
): Promise<readonly string[]> => {
  const wanted = [...new Set(attributes)];
  if (wanted.length === 0) return [];
  const known = new Set(await contacts.attributeNames(wanted));
  return wanted
    .filter((name) => !known.has(name))
    .slice(0, MAX_WARNINGS)
    .map((name) => `${where} compares attributes.${name}, which no contact has`);
};
