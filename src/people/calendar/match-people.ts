import { foldName } from '../../kernel/fold-name.ts';
import type { CalendarPeriod } from './calendar.ts';

/** What a calendar calls people, folded, to their names in the roster. */
export type Calling = ReadonlyMap<string, string>;

/** @param names of people in the roster and of users */
export const callingOf = (names: readonly string[], aliases: Readonly<Record<string, string>>): Calling =>
  new Map([
    ...names.map((name) => [foldName(name), name] as const),
    ...Object.entries(aliases).map(([alias, name]) => [foldName(alias), name] as const),
  ]);

const isWordAt = (text: string, at: number, length: number): boolean =>
  !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + length] ?? ' ');

/**
 * Whom a time of a calendar is for: one who takes part, or the one of the summary, or the only one whose name stands in
 * the summary, such as in "Astreinte: Anna Roux". Undefined: nobody, or more than one.
 */
export const personOf = ({ summary, attendees }: CalendarPeriod, calling: Calling): string | undefined => {
  const taking = new Set(
    attendees.map((one) => calling.get(foldName(one))).filter((one) => one !== undefined),
  );
  const [only, ...more] = taking;
  if (only !== undefined && more.length === 0) return only;
  const title = foldName(summary);
  const exact = calling.get(title);
  if (exact !== undefined) return exact;
  const within = new Set<string>();
  for (const [called, name] of calling) {
    const at = title.indexOf(called);
    if (at !== -1 && isWordAt(title, at, called.length)) within.add(name);
  }
  const [one, ...others] = within;
  return others.length === 0 ? one : undefined;
};
