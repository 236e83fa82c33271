import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Audience, AudienceTerm } from '../../domain/people/audience.ts';
import type { Rule } from '../../domain/people/rule.ts';
import { placeOf, type Shape } from '../../kernel/shape/shape.ts';
import { type Condition, type ListFacts, NOBODY } from './condition.ts';

/**
 * Looks up the lists, segments, areas and rosters that audiences name by id. Each method returns undefined for
 * something that was deleted.
 */
export interface Catalogue {
  list(id: number): ListFacts | undefined;
  segment(id: number): Rule | undefined;
  area(id: number): Shape | undefined;
  /** The numbers of those who are on duty. */
  onDuty(roster: number): readonly Msisdn[] | undefined;
}

export interface Resolved {
  readonly condition: Condition;
  /**
   * Lists, segments and areas of the audience that were deleted (or a segment with too many conditions), such as `list
   * 7`, each once. If there are any, the condition matches nobody.
   */
  readonly missing: readonly string[];
  /**
   * What each list, segment and area of the audience stands for, by names such as `list 7`: the kind of a list, the
   * definition of a segment or area as JSON.
   */
  readonly meaning: Readonly<Record<string, string>>;
}

/**
 * The largest number of conditions in all segments of an audience together. An audience may name 50 segments with 200
 * conditions each, which would be megabytes of SQL, and minutes for each evaluation.
 */
const MAX_CONDITIONS = 1000;

/** Looks up the lists, segments and areas that an audience names. */
export const resolveAudience = (audience: Audience, catalogue: Catalogue): Resolved => {
  const missing = new Set<string>();
  const meaning: Record<string, string> = {};
  const gone = (what: string): Condition => {
    missing.add(what);
    return NOBODY;
  };
  const list = (id: number): Condition => {
    const facts = catalogue.list(id);
    if (facts === undefined) return gone(`list ${id}`);
    // Refusals and opt-outs are no part of the meaning: they change with the members, not with the definition of the
    // list.
    meaning[`list ${id}`] = facts.consent === 'given' ? 'information' : 'emergency';
    return { kind: 'list', id, ...facts };
  };
  const area = (id: number): Condition => {
    const shape = catalogue.area(id);
    if (shape === undefined) return gone(`area ${id}`);
    meaning[`area ${id}`] = JSON.stringify(shape);
    return inShape(shape);
  };
  let conditions = 0;
  const rule = (one: Rule): Condition => {
    conditions += 1;
    if ('and' in one) return { kind: 'all', of: one.and.map(rule) };
    if ('or' in one) return { kind: 'any', of: one.or.map(rule) };
    if ('not' in one) return { kind: 'not', of: rule(one.not) };
    if ('list' in one) return list(one.list);
    if ('area' in one) return area(one.area);
    return { kind: 'comparison', comparison: one };
  };
  const roster = (id: number): Condition => {
    const numbers = catalogue.onDuty(id);
    if (numbers === undefined) return gone(`roster ${id}`);
    // Who is on duty is no part of the meaning, as the members of a list are none.
    meaning[`roster ${id}`] = 'duty';
    return { kind: 'numbers', numbers };
  };
  const term = (one: AudienceTerm): Condition => {
    if ('roster' in one) return roster(one.roster);
    if ('list' in one) return list(one.list);
    if ('area' in one) return area(one.area);
    if ('shape' in one) return inShape(one.shape);
    if ('numbers' in one) return { kind: 'numbers', numbers: one.numbers };
    if ('rule' in one) return rule(one.rule);
    const found = catalogue.segment(one.segment);
    if (found === undefined) return gone(`segment ${one.segment}`);
    meaning[`segment ${one.segment}`] = JSON.stringify(found);
    const condition = rule(found);
    return conditions <= MAX_CONDITIONS
      ? condition
      : gone(`segment ${one.segment} (with it there are more than ${MAX_CONDITIONS} conditions)`);
  };
  const { include, within = [], exclude = [] } = audience;
  const of: Condition[] = [{ kind: 'any', of: include.map(term) }, ...within.map(term)];
  if (exclude.length > 0) of.push({ kind: 'not', of: { kind: 'any', of: exclude.map(term) } });
  const condition: Condition = missing.size > 0 ? NOBODY : { kind: 'all', of };
  return { condition, missing: [...missing], meaning };
};

const inShape = (shape: Shape): Condition => {
  const place = placeOf(shape);
  if (place !== undefined) return { kind: 'place', place };
  return { kind: 'postalCodes', codes: 'postalCodes' in shape ? shape.postalCodes : [] };
};
