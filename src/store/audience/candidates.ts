import type { Parameter, Sql } from './compile.ts';
import type { Condition } from './condition.ts';

/**
 * The largest number of candidates (phone numbers) that are collected and sorted for one page of an audience. If there
 * are more, the contacts are read in the order of their numbers instead.
 */
export const MAX_CANDIDATES = 20_000;

export interface Candidates {
  /** Statements that return numbers. Every contact that fulfils the condition is among them. */
  readonly sources: readonly Sql[];
  readonly size: number;
}

/** Counts the rows that a statement returns, at most `MAX_CANDIDATES + 1`. */
export type Gauge = (source: Sql) => number;

/**
 * A small set of numbers which contains every contact that fulfils the condition; undefined if no index finds a set of
 * at most `MAX_CANDIDATES` numbers.
 */
export const candidatesFor = (condition: Condition, gauge: Gauge): Candidates | undefined => {
  switch (condition.kind) {
    case 'all': {
      let best: Candidates | undefined;
      for (const one of condition.of) {
        const found = candidatesFor(one, gauge);
        if (found !== undefined && (best === undefined || found.size < best.size)) best = found;
      }
      return best;
    }
    case 'any': {
      const sources: Sql[] = [];
      let size = 0;
      for (const one of condition.of) {
        const found = candidatesFor(one, gauge);
        if (found === undefined || size + found.size > MAX_CANDIDATES) return undefined;
        sources.push(...found.sources);
        size += found.size;
      }
      return { sources, size };
    }
    case 'list':
      return few(from('SELECT number FROM list_members WHERE list_id = ?', condition.id), gauge);
    case 'place': {
      const { south, north, west, east } = condition.place.box;
      const sql = 'SELECT number FROM contacts WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?';
      return few(from(sql, south, north, west, east), gauge);
    }
    case 'postalCodes': {
      const sql = 'SELECT number FROM contacts WHERE postal_code IN (SELECT value FROM json_each(?))';
      return few(from(sql, JSON.stringify(condition.codes)), gauge);
    }
    case 'numbers':
      return condition.numbers.length > MAX_CANDIDATES ? undefined : among(condition.numbers);
    case 'not':
    case 'comparison':
      return undefined;
  }
};

export const among = (numbers: readonly string[]): Candidates => ({
  sources: [from('SELECT value AS number FROM json_each(?)', JSON.stringify(numbers))],
  size: numbers.length,
});

const from = (text: string, ...parameters: readonly Parameter[]): Sql => ({ text, parameters });

const few = (source: Sql, gauge: Gauge): Candidates | undefined => {
  const size = gauge(source);
  return size > MAX_CANDIDATES ? undefined : { sources: [source], size };
};
