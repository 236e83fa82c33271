import { type Mention, mentioning } from '../../../domain/people/person.ts';
import type { Db } from '../../db.ts';

const OF_EACH = 100;
/**
 * What people write between the digits of a number: a space, no-break spaces (U+00A0, U+202F), dots, hyphens,
 * brackets.
 */
const BETWEEN = [' ', '\u00a0', '\u202f', '.', '-', '(', ')'];

const closed = (text: string): string =>
  BETWEEN.reduce((inner, mark) => `replace(${inner}, '${mark}', '')`, text);

const named = (table: string): string =>
  `SELECT id FROM ${table} WHERE instr(${closed('name || definition')}, ?) > 0 ORDER BY id DESC LIMIT ${OF_EACH}`;

const STATEMENTS: Readonly<Record<Mention['kind'], string>> = {
  list: named('lists'),
  segment: named('segments'),
  area: named('areas'),
  template: named('templates'),
  scenario: named('scenarios'),
  schedule: named('schedules'),
  drill: named('drills'),
  keyword: named('keywords'),
  alert: `
    SELECT id FROM alerts a WHERE instr(${closed("draft || coalesce(proposed_update, '')")} || coalesce((
      SELECT string_agg(${closed('content || given')}, ' ') FROM alert_waves w WHERE w.alert_id = a.id), ''), ?) > 0
    ORDER BY id DESC LIMIT ${OF_EACH}`,
  // A file may have a million people in any encoding, so it isn't searched.
  import: `
    SELECT id FROM import_jobs WHERE state IN ('receiving', 'waiting', 'running', 'checked') AND ? <> ''
    ORDER BY id DESC LIMIT ${OF_EACH}`,
};

/** Finds the named resources and alerts in which somebody wrote a number, and imports that may bring it. */
export const prepareMentions = (db: Db) => {
  const statements = mentioning.map(
    (kind) => [kind, db.prepare<[string], number>(STATEMENTS[kind]).pluck()] as const,
  );
  return {
    /** @param spellings of the number, with nothing between their digits */
    mentions: (spellings: readonly string[]): readonly Mention[] =>
      statements.flatMap(([kind, find]) => {
        const ids = new Set(spellings.flatMap((spelling) => find.all(spelling)));
        return [...ids].sort((a, b) => b - a).map((id) => ({ kind, id }));
      }),
  };
};
