import type { Audience, AudienceTerm } from '../../domain/audience.ts';
import type { Rule } from '../../domain/rule.ts';
import { placeOf, type Shape } from '../../domain/shape.ts';
import { type Condition, type ListFacts, NOBODY } from './condition.ts';

/** What audiences name by id; undefined: it is gone. */
export interface Catalogue {
  list(id: number): ListFacts | undefined;
  segment(id: number): Rule | undefined;
  area(id: number): Shape | undefined;
}

export interface Resolved {
  readonly condition: Condition;
  /** Such as `list 7`, each once. If there is any, the condition is nobody. */
  readonly missing: readonly string[];
}

/** Looks up all that an audience names. */
export const resolveAudience = (audience: Audience, catalogue: Catalogue): Resolved => {
  const missing = new Set<string>();
  const gone = (what: string): Condition => {
    missing.add(what);
    return NOBODY;
  };
  const list = (id: number): Condition => {
    const facts = catalogue.list(id);
    return facts === undefined ? gone(`list ${id}`) : { kind: 'list', id, ...facts };
  };
  const area = (id: number): Condition => {
    const shape = catalogue.area(id);
    return shape === undefined ? gone(`area ${id}`) : inShape(shape);
  };
  const rule = (one: Rule): Condition => {
    if ('and' in one) return { kind: 'all', of: one.and.map(rule) };
    if ('or' in one) return { kind: 'any', of: one.or.map(rule) };
    if ('not' in one) return { kind: 'not', of: rule(one.not) };
    if ('list' in one) return list(one.list);
    if ('area' in one) return area(one.area);
    return { kind: 'comparison', comparison: one };
  };
  const term = (one: AudienceTerm): Condition => {
    if ('list' in one) return list(one.list);
    if ('area' in one) return area(one.area);
    if ('shape' in one) return inShape(one.shape);
    if ('numbers' in one) return { kind: 'numbers', numbers: one.numbers };
    const found = catalogue.segment(one.segment);
    return found === undefined ? gone(`segment ${one.segment}`) : rule(found);
  };
  const { include, within = [], exclude = [] } = audience;
  const of: Condition[] = [{ kind: 'any', of: include.map(term) }, ...within.map(term)];
  if (exclude.length > 0) of.push({ kind: 'not', of: { kind: 'any', of: exclude.map(term) } });
  return { condition: missing.size > 0 ? NOBODY : { kind: 'all', of }, missing: [...missing] };
};

const inShape = (shape: Shape): Condition => {
  const place = placeOf(shape);
  if (place !== undefined) return { kind: 'place', place };
  return { kind: 'postalCodes', codes: 'postalCodes' in shape ? shape.postalCodes : [] };
};
