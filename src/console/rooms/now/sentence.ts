import type { Outlook, Route } from './told.ts';

type Known = Pick<Route, 'id' | 'type' | 'state' | 'since'>;
type Paced = Pick<Outlook['routes'][number], 'route' | 'usable' | 'rate'>;

/** What the sentence says of one route, or of several modems alike. */
export type Phrase =
  | { readonly kind: 'carries' | 'weak'; readonly ids: readonly string[]; readonly rate: number }
  | { readonly kind: 'down' | 'disabled'; readonly ids: readonly string[]; readonly since: string | null };

/** So many modems in one state are told each; more are told as a number. */
const NAMED = 3;

const kindOf = ({ state }: Known): Phrase['kind'] =>
  state === 'up' ? 'carries' : state === 'degraded' ? 'weak' : state;

const ORDER: readonly Phrase['kind'][] = ['carries', 'weak', 'down', 'disabled'];

const earliest = (some: readonly Known[]): string | null =>
  some.flatMap(({ since }) => since ?? []).toSorted()[0] ?? null;

/** The routes in the order in which one asks for them: what carries most first, then what is down since when. */
export const phrasesOf = (routes: readonly Known[], paces: readonly Paced[]): readonly Phrase[] => {
  const rateOf = (id: string): number => paces.find(({ route, usable }) => usable && route === id)?.rate ?? 0;
  const phraseOf = (kind: Phrase['kind'], some: readonly Known[]): Phrase => {
    const ids = some.map(({ id }) => id);
    if (kind === 'down' || kind === 'disabled') return { kind, ids, since: earliest(some) };
    return { kind, ids, rate: ids.reduce((sum, id) => sum + rateOf(id), 0) };
  };
  const said = ORDER.flatMap((kind) => {
    const some = routes.filter((route) => kindOf(route) === kind);
    const modems = some.filter(({ type }) => type === 'modem');
    const single = modems.length > NAMED ? some.filter(({ type }) => type !== 'modem') : some;
    const together = modems.length > NAMED ? [phraseOf(kind, modems)] : [];
    return [...single.map((route) => phraseOf(kind, [route])), ...together];
  });
  const rateIn = (phrase: Phrase): number => ('rate' in phrase ? phrase.rate : 0);
  return said.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || rateIn(b) - rateIn(a));
};

export type Conclusion =
  | { readonly kind: 'takes'; readonly seconds: number }
  | { readonly kind: 'refused'; readonly reason: string | null }
  | { readonly kind: 'noRoutes' | 'noWay' }
  | { readonly kind: 'never'; readonly reason: string | null };

/** Whether, and in how long, the message could be sent. */
export const conclusionOf = (
  outlook: Pick<Outlook, 'eta' | 'reason' | 'ready' | 'notReady'> & { readonly routes: readonly Paced[] },
): Conclusion => {
  if (!outlook.ready) return { kind: 'refused', reason: outlook.notReady };
  if (outlook.routes.length === 0) return { kind: 'noRoutes' };
  if (outlook.eta !== null) return { kind: 'takes', seconds: outlook.eta };
  return outlook.routes.some(({ usable }) => usable)
    ? { kind: 'never', reason: outlook.reason }
    : { kind: 'noWay' };
};

const MOST_PEOPLE = 10_000_000;

/** The number of people that somebody typed; undefined: it is none that can be asked for. */
export const peopleIn = (typed: string): number | undefined => {
  const text = typed.replaceAll(/[\s\u202f.,]/g, '');
  const people = /^\d{1,8}$/.test(text) ? Number(text) : 0;
  return people >= 1 && people <= MOST_PEOPLE ? people : undefined;
};

/** The disk is low at twice the reserve, as the gateway's alarm has it. */
export const isDiskLow = ({ free, reserve }: Outlook['disk']): boolean => free !== null && free < 2 * reserve;
