import { tidyValue } from '../domain/templates/template.ts';
import { follow, parsePointer } from './json-pointer.ts';

/** Which scenario an event launches, and with which values. */
export interface MappingRule {
  /** By JSON pointer into the event, the values that match. All pointers must match; without any, every event does. */
  readonly when: Readonly<Record<string, readonly string[]>>;
  /** Name or id of the scenario. */
  readonly scenario: string;
  /** By placeholder of the scenario: a JSON pointer into the event if it begins with /, otherwise a fixed value. */
  readonly values: Readonly<Record<string, string>>;
}

export interface Mapping {
  /** JSON pointer to a list in the body, whose elements are the events; if left out, the body is one event. */
  readonly each?: string | undefined;
  /** JSON pointers into the event whose values together identify it; without any, each event counts as new. */
  readonly identity: readonly string[];
  /** The first rule that matches is used. */
  readonly rules: readonly MappingRule[];
}

export interface MappedEvent {
  /** Identifies the event; undefined if it has no identity. */
  readonly identity: string | undefined;
  /** The scenario to launch; undefined if no rule matches. */
  readonly launch:
    | { readonly scenario: string; readonly values: Readonly<Record<string, string>> }
    | undefined;
}

export type Mapped =
  | { readonly kind: 'events'; readonly events: readonly MappedEvent[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** The largest number of events of one request; with more, the whole request is refused. */
const MOST_EVENTS = 1000;

/** Maps a request body of another program to events. Never throws, whatever the body holds. */
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

/**
 * The values for the scenario's placeholders. A value that the event lacks is left out: then the placeholder's
 * fallback is used, or the alert waits for an operator.
 */
const valuesOf = ({ values }: MappingRule, event: unknown): Readonly<Record<string, string>> => {
  const found: [string, string][] = [];
  for (const [name, from] of Object.entries(values)) {
    const text = from.startsWith('/') ? textAt(event, from) : from;
    const tidy = text === undefined ? '' : tidyValue(text.slice(0, MOST_UNITS));
    if (tidy !== '') found.push([name, tidy]);
  }
  return Object.fromEntries(found);
};

/** The largest number of UTF-16 units of a value that are read; a placeholder takes at most a hundred. */
const MOST_UNITS = 1000;

const at = (document: unknown, pointer: string): unknown => {
  const tokens = parsePointer(pointer);
  return tokens === undefined ? undefined : follow(document, tokens);
};

/** The value as text if it is a string, number or boolean; undefined for a list or object. */
const textAt = (document: unknown, pointer: string): string | undefined => {
  const value = at(document, pointer);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};
