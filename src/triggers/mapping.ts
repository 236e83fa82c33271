import { tidyValue } from '../domain/alerts/template.ts';
import { follow, parsePointer } from './json-pointer.ts';

/** Which scenario an event launches, and with which values. */
export interface MappingRule {
  /** By JSON pointer into the event: it is one of these. All of them; none: every event. */
  readonly when: Readonly<Record<string, readonly string[]>>;
  /** Its name or its id. */
  readonly scenario: string;
  /** By placeholder: a JSON pointer into the event if it begins with /, else the value itself. */
  readonly values: Readonly<Record<string, string>>;
}

export interface Mapping {
  /** A JSON pointer to a list in the body, each of its elements being an event; left out: the body is one. */
  readonly each?: string | undefined;
  /** JSON pointers into the event whose values together name it for good; none: each that comes is new. */
  readonly identity: readonly string[];
  /** The first that fits decides. */
  readonly rules: readonly MappingRule[];
}

export interface MappedEvent {
  /** Undefined: it has no name. */
  readonly identity: string | undefined;
  /** Undefined: no rule is for it. */
  readonly launch:
    | { readonly scenario: string; readonly values: Readonly<Record<string, string>> }
    | undefined;
}

export type Mapped =
  | { readonly kind: 'events'; readonly events: readonly MappedEvent[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Of one request; who sends more is told, and nothing is done. */
const MOST_EVENTS = 1000;

/** What a body from another program asks for. Never throws, whatever is in it. */
export const mapBody = (mapping: Mapping, body: unknown): Mapped => {
  const found = mapping.each === undefined ? [body] : at(body, mapping.each);
  if (!Array.isArray(found)) return { kind: 'refused', reason: `there is no list at ${mapping.each}` };
  if (found.length > MOST_EVENTS) {
    return { kind: 'refused', reason: `${found.length} events at once: at most ${MOST_EVENTS} are taken` };
  }
  return { kind: 'events', events: found.map((event: unknown) => mapEvent(mapping, event)) };
};

const mapEvent = ({ identity, rules }: Mapping, event: unknown): MappedEvent => {
  const names = identity.map((pointer) => textAt(event, pointer));
  const rule = rules.find(({ when }) =>
    Object.entries(when).every(([pointer, wanted]) => wanted.includes(textAt(event, pointer) ?? '')),
  );
  return {
    identity:
      names.length > 0 && names.every((name) => name !== undefined) ? JSON.stringify(names) : undefined,
    launch: rule === undefined ? undefined : { scenario: rule.scenario, values: valuesOf(rule, event) },
  };
};

/** What the event lacks is left out: then the scenario's fallback stands, or the alert waits for an operator. */
const valuesOf = ({ values }: MappingRule, event: unknown): Readonly<Record<string, string>> => {
  const found: [string, string][] = [];
  for (const [name, from] of Object.entries(values)) {
    const text = from.startsWith('/') ? textAt(event, from) : from;
    const tidy = text === undefined ? '' : tidyValue(text.slice(0, MOST_UNITS));
    if (tidy !== '') found.push([name, tidy]);
  }
  return Object.fromEntries(found);
};

/** Of a value, before it is looked at: a placeholder holds a hundred. */
const MOST_UNITS = 1000;

const at = (document: unknown, pointer: string): unknown => {
  const tokens = parsePointer(pointer);
  return tokens === undefined ? undefined : follow(document, tokens);
};

/** Text, and what is written like text; a list or an object is none. */
const textAt = (document: unknown, pointer: string): string | undefined => {
  const value = at(document, pointer);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};
