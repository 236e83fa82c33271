import type { Heard, HeardPart } from '../../domain/operation/ear.ts';

/** What was sent, as far as it is compared. */
export interface Expected {
  readonly text: string;
  /** undefined: any number. */
  readonly parts: number | undefined;
  /** The sender that must be seen; undefined: any. */
  readonly from: string | undefined;
}

interface Arrival {
  readonly from: string;
  readonly total: number;
  /** The first copy of each part that came, by its number. */
  readonly parts: ReadonlyMap<number, HeardPart>;
  /** How often the whole message came. */
  readonly copies: number;
}

/**
 * Compares all that an ear heard of a message with the message that was sent.
 * @param isSame whether two spellings are the same sender
 */
export const compareHeard = (
  ear: string,
  expected: Expected,
  parts: readonly HeardPart[],
  isSame: (one: string, other: string) => boolean,
): Heard => {
  const arrivals = arrivalsOf(parts);
  const whole = arrivals.filter(({ copies }) => copies > 0);
  const best = whole[0] ?? arrivals.toSorted((a, b) => b.parts.size - a.parts.size)[0];
  if (best === undefined) return { ear, at: undefined, from: undefined, parts: 0, of: 0, faults: [] };
  const { from, total } = best;
  const came = [...best.parts].toSorted(([a], [b]) => a - b);
  const heard = { ear, from, parts: came.length, of: total };
  const faults: string[] = [];
  if (expected.parts !== undefined && total !== expected.parts)
    faults.push(`in ${partsOf(total)} instead of ${expected.parts}`);
  if (expected.from !== undefined && !isSame(from, expected.from))
    faults.push(`from the sender "${from}" instead of "${expected.from}"`);
  if (whole.length === 0) {
    const missing = Array.from({ length: total }, (_, at) => at + 1).filter((at) => !best.parts.has(at));
    return { ...heard, at: undefined, faults: [`without part ${missing.join(', ')} of ${total}`, ...faults] };
  }
  const text = came.map(([, part]) => part.text).join('');
  if (text !== expected.text) faults.unshift(`with another text: ${firstDifference(expected.text, text)}`);
  const copies = whole.reduce((sum, arrival) => sum + arrival.copies, 0);
  if (copies > 1) faults.push(`${copies} times`);
  return { ...heard, at: Math.max(...came.map(([, { at }]) => at)), faults };
};

const partsOf = (count: number): string => (count === 1 ? '1 part' : `${count} parts`);

const arrivalsOf = (parts: readonly HeardPart[]): readonly Arrival[] => {
  const sets = Map.groupBy(parts, ({ from, reference, total }) => JSON.stringify([from, reference, total]));
  return [...sets.values()].flatMap((set) => {
    const [first] = set;
    if (first === undefined) return [];
    const byPart = Map.groupBy(set, ({ part }) => part);
    const firsts = new Map([...byPart].flatMap(([part, [one]]) => (one === undefined ? [] : [[part, one]])));
    const isWhole = byPart.size === first.total;
    const copies = isWhole ? Math.min(...[...byPart.values()].map(({ length }) => length)) : 0;
    return [{ from: first.from, total: first.total, parts: firsts, copies }];
  });
};

/** Enough to see what a carrier did to a text, such as taking the accents off. */
const firstDifference = (sent: string, came: string): string => {
  const a = [...sent];
  const b = [...came];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const shown = (characters: readonly string[]): string => {
    const rest = characters.slice(at, at + 10).join('');
    return rest === '' ? 'the end' : JSON.stringify(rest);
  };
  return `from character ${at + 1} on ${shown(b)} instead of ${shown(a)}`;
};
