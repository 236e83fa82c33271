import { momentsOf } from '../excuses.ts';
import type { Seen } from './judge.ts';

export interface InboxItem {
  readonly id: number;
  readonly at: string;
  readonly route: string;
  readonly from: string;
  readonly text: string;
}

/** Laws about the texts that phones send to the SIMs. */
export const lawsOfInbound: readonly ((seen: Seen) => readonly string[])[] = [
  ({ modems, inbox, routes }) =>
    modems.flatMap((modem) =>
      modem.phoned.flatMap(({ planned, pdus }) => {
        const own = inbox.filter(({ from }) => from === planned.from);
        const name = `the text P${planned.index} to ${modem.planned.id}`;
        const odd = own.find(({ text, route }) => text !== planned.text || route !== modem.planned.id);
        if (odd !== undefined) return [`${name} is in the inbox as another: ${JSON.stringify(odd)}`];
        if (own.length > 1)
          return [`${name} is in the inbox ${own.length} times: ${own.map(({ id }) => id).join(', ')}`];
        const given = new Set(modem.record.givenAway.map(({ hex }) => hex));
        const isGiven = pdus.every((hex) => given.has(hex));
        const isUp = routes.get(modem.planned.id)?.state === 'up';
        return own.length === 0 && (isGiven || isUp) ? [`${name} is not in the inbox`] : [];
      }),
    ),

  // Stored, then deleted.
  ({ modems, inbox, stage }) =>
    modems.flatMap(({ phoned, planned: { id }, record }) =>
      phoned.flatMap(({ planned, pdus }) => {
        const item = inbox.find(({ from }) => from === planned.from);
        const givenAt = record.givenAway.filter(({ hex }) => pdus.includes(hex)).map(({ at }) => at);
        if (item === undefined || givenAt.length < pdus.length) return [];
        const lastAt = Math.max(...givenAt);
        return momentsOf(stage, item.at).from > lastAt
          ? [
              `${id} had to delete P${planned.index} at ${new Date(lastAt).toISOString()}, stored at ${item.at}`,
            ]
          : [];
      }),
    ),
];
