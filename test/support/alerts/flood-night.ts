import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { numberOf } from '../store/messages.ts';

export const PEOPLE = 10_000;
/** Every fifth of the people lives by the river, and every fourth of these reads English. */
export const BY_THE_RIVER = 2000;
export const ENGLISH = 500;
export const OPTED_OUT = 10;
export const WRONG_NUMBERS = 7;

const riverside = Array.from({ length: BY_THE_RIVER }, (_, index) => numberOf(index * 5));
export const refused = riverside.slice(100, 100 + WRONG_NUMBERS);
export const silenced = riverside.slice(200, 200 + OPTED_OUT);
export const reachable = riverside.filter(
  (number) => !refused.includes(number) && !silenced.includes(number),
);

export const csv = (): string => {
  const rows = Array.from({ length: PEOPLE }, (_, index) => {
    const zone = index % 5 === 0 ? 'rive' : 'colline';
    return `${numberOf(index)},${index % 20 === 0 ? 'en' : 'fr'},${zone}`;
  });
  return ['number,language,zone', ...rows, '12,fr,rive', `${numberOf(0)},en,rive`, ''].join('\n');
};

export const carrier = (id: string, { port }: Smsc) => ({
  id,
  type: 'smpp' as const,
  host: '127.0.0.1',
  port,
  systemId: 'tocsin',
  window: 20,
  rate: 400,
  reconnect: { min: '20ms', max: '200ms' },
});

export const text = {
  fr: 'Préfecture : crue à {place}. Gagnez les hauteurs. Répondez 1 si vous êtes en sécurité, 2 pour de l’aide.',
  en: 'Prefecture: flood in {place}. Go to higher ground. Reply 1 if you are safe, 2 if you need help.',
};

export const content = (fr: string, en: string) => ({
  defaultLanguage: 'fr',
  variants: [
    { language: 'fr', text: fr, short: 'Crue : gagnez les hauteurs.' },
    { language: 'en', text: en, short: 'Flood: go to higher ground.' },
  ],
});

export interface Job {
  readonly id: number;
  readonly state: string;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly errors: readonly { row: number }[];
}

export interface Report {
  readonly people: { readonly total: number; readonly toReach: number; readonly reached: number };
  readonly notReached: { readonly people: number };
  readonly answers: { readonly byMeaning: Readonly<Record<string, number>> };
  readonly byWave: readonly { readonly delivered: number }[];
  readonly byRoute: readonly { readonly route: string; readonly delivered: number }[];
  readonly byGroup: readonly object[];
  readonly timings: Readonly<Record<string, string | null>>;
  readonly curve: readonly { readonly at: string; readonly people: number }[];
}

/** The times of a report, in the order in which they must be. */
export const MOMENTS = [
  'createdAt',
  'approvedAt',
  'launchedAt',
  'firstSubmitAt',
  'firstDeliveredAt',
  'delivered50At',
  'delivered90At',
  'delivered99At',
  'finishedAt',
];
