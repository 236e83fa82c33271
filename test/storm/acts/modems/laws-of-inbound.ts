import { momentsOf } from '../excuses.ts';
import type { Seen } from './judge.ts';

export interface InboxItem {
  readonly id: number;
  readonly at: string;
  readonly route: string;
  readonly from: string;
  readonly text: string;
}

/** Sooner than this after its first part a text that lacks parts is not shown, ms. */
const TORN_MS = 60_000;

/** Whether a modem that was away, or a network that sends again late, had parts of a text for so long that it is torn. */
const isTorn = (
  pdus: readonly string[],
  givenAway: readonly { readonly hex: string; readonly at: number }[],
): boolean => {
  const times = givenAway.filter(({ hex }) => pdus.includes(hex)).map(({ at }) => at);
  return Math.max(...times) - Math.min(...times) > TORN_MS;
};

/** Laws about the texts that phones send to the SIMs. */
export const lawsOfInbound: readonly ((seen: Seen) => readonly string[])[] = [
  ({ modems, inbox, routes }) =>
    modems.flatMap((modem) => {
      const given = new Set(modem.record.givenAway.map(({ hex }) => hex));
      const isUp = routes.get(modem.planned.id)?.state === 'up';
      return [...Map.groupBy(modem.phoned, ({ planned }) => planned.from)].flatMap(([person, phoned]) => {
        if (phoned.some(({ pdus }) => isTorn(pdus, modem.record.givenAway))) return [];
        const own = inbox.filter(({ from }) => from === person);
        const [first] = phoned;
        const name = `what ${person} sent to ${modem.planned.id} ${phoned.length} times (P${first?.planned.index})`;
        const odd = own.find(({ text, route }) => text !== first?.planned.text || route !== modem.planned.id);
        if (odd !== undefined) return [`${name} is in the inbox as another: ${JSON.stringify(odd)}`];
        const least = phoned.filter(({ pdus }) => isUp || pdus.every((hex) => given.has(hex))).length;
        return own.length < least || own.length > phoned.length
          ? [`${name} is in the inbox ${own.length} times: ${own.map(({ id }) => id).join(', ')}`]
          : [];
      });
    }),

  // Stored, then deleted.
  ({ modems, inbox, stage }) =>
    modems.flatMap(({ phoned, planned: { id }, record }) =>
      phoned.flatMap(({ planned, pdus }) => {
        const item = inbox.find(({ from }) => from === planned.from);
        const givenAt = record.givenAway.filter(({ hex }) => pdus.includes(hex)).map(({ at }) => at);
        // Of two equal texts nobody knows which is which.
        const isOne = phoned.filter((other) => other.planned.from === planned.from).length === 1;
        if (item === undefined || !isOne || givenAt.length < pdus.length) return [];
        const lastAt = Math.max(...givenAt);
        return momentsOf(stage, item.at).from > lastAt
          ? [
              `${id} had to delete P${planned.index} at ${new Date(lastAt).toISOString()}, stored at ${item.at}`,
            ]
          : [];
      }),
    ),
];
