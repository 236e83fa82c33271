import { isDeepStrictEqual } from 'node:util';
import type { Carrier } from '../../../chaos/carrier.ts';
import type { History } from '../../../chaos/history.ts';
import { lawsOfSending } from '../../../chaos/laws-of-sending.ts';
import { lawsOfStates } from '../../../chaos/laws-of-states.ts';
import { changesBetween } from './file.ts';
import { ACCOUNTS, type Account, type Setting } from './plan.ts';
import { type Asked, changesIn, type Played } from './play.ts';

/** All that is known of the act at the end. */
export interface Seen {
  readonly played: readonly Played[];
  readonly carriers: Readonly<Record<Account, Carrier>>;
  readonly history: History;
}

const REFUSED = 422;
/** How long parts are on their way at most, ms. */
const UNDER_WAY_MS = 50;
/** By so much less than a second parts may come that left within one. */
const JITTER_MS = 20;

const timeOf = (at: number): string => new Date(at).toISOString();
const nameOf = ({ real }: Played): string => `the reload of ${timeOf(real.sentAt)}`;

const ratesOf = (setting: Setting) =>
  ACCOUNTS.flatMap((id) => {
    const terms = setting[id];
    return terms === undefined ? [] : [{ id, contractedRate: terms.rate }];
  });

const sortedRoutes = (changes: object | undefined): unknown => {
  if (changes === undefined) return undefined;
  const { routes, ...others } = changes as { routes: object };
  return { ...routes, ...others };
};

type ReloadLaw = (seen: Seen) => readonly string[];

/** A reload says what it changes, and changes that; a dry run says the same, and changes nothing. */
const sayWhatChanges: ReloadLaw = ({ played }) =>
  played
    .filter(({ path }) => path === undefined)
    .flatMap((one) => {
      const { before, step, dry, real, shown } = one;
      const right = changesBetween(before, step.next);
      const saysWrong = (asked: Asked): boolean =>
        !asked.isAgain && !isDeepStrictEqual(sortedRoutes(changesIn(asked)), right);
      const wrong: string[] = [];
      if (real.status !== 200) wrong.push(`is answered with ${real.status} ${real.body}`);
      else if (saysWrong(real)) wrong.push(`says ${real.body}, and not ${JSON.stringify(right)}`);
      if (dry !== undefined && (dry.status !== 200 || saysWrong(dry)))
        wrong.push(`as a dry run says ${dry.status} ${dry.body}, and not ${JSON.stringify(right)}`);
      if (!isDeepStrictEqual(shown.before, shown.afterDry))
        wrong.push(`changed the routes as a dry run: ${JSON.stringify(shown)}`);
      if (!isDeepStrictEqual(shown.after, ratesOf(step.next)))
        wrong.push(`is done, and the routes are ${JSON.stringify(shown.after)}`);
      return wrong.map((what) => `${nameOf(one)} ${what}`);
    });

/** A file with a mistake changes nothing, and the refusal names where the mistake is. */
const refuseMistakes: ReloadLaw = ({ played }) =>
  played.flatMap((one) => {
    const { path, dry, real, shown, step, before } = one;
    if (path === undefined) return [];
    const asks = dry === undefined ? [real] : [dry, real];
    const wrong = asks
      .filter(({ status, body }) => {
        const { type, errors } = JSON.parse(body) as { type?: string; errors?: readonly { path: string }[] };
        const isNamed = errors?.some(
          (error) => error.path.startsWith(path) && (path !== '' || error.path === ''),
        );
        return status !== REFUSED || !type?.includes('configuration-refused') || isNamed !== true;
      })
      .map(({ status, body }) => `with the mistake "${step.mistake}" is answered with ${status} ${body}`);
    if (!isDeepStrictEqual(shown.after, ratesOf(before)))
      wrong.push(`with the mistake "${step.mistake}" changed the routes: ${JSON.stringify(shown.after)}`);
    return wrong.map((what) => `${nameOf(one)} ${what}`);
  });

/** From when to when an account stood in the file in one way, by the steps that were done. */
const spellsOf = (played: readonly Played[], account: Account) => {
  const done = played.filter(({ path }) => path === undefined);
  return done.map(({ real, step }, index) => ({
    from: real.answeredAt,
    to: done[index + 1]?.real.sentAt ?? Number.POSITIVE_INFINITY,
    terms: step.next[account],
  }));
};

/** An account that was removed gets nothing more, and no account more in a second than its rate. */
const keepTheTerms: ReloadLaw = ({ played, carriers, history }) =>
  ACCOUNTS.flatMap((account) =>
    spellsOf(played, account).flatMap(({ from, to, terms }) => {
      const own = carriers[account].log.submits.filter(({ at }) => at > from + UNDER_WAY_MS && at < to);
      if (terms === undefined)
        return own.map(
          ({ at, text }) => `${account} was removed at ${timeOf(from)}, and got "${text}" at ${timeOf(at)}`,
        );
      const isOfOneProcess = (at: number): boolean =>
        !history.stops.some((stop) => stop.backAt >= at && stop.at <= at + 1000);
      const full = own.find(
        ({ at }) =>
          isOfOneProcess(at) &&
          own.filter((other) => other.at >= at && other.at < at + 1000 - JITTER_MS).length > terms.rate,
      );
      return full === undefined
        ? []
        : [`${account} got more than ${terms.rate} parts in the second from ${timeOf(full.at)}`];
    }),
  );

/**
 * The laws of test/chaos for each message; and if nothing else happened, each arrives exactly once. Only a long message
 * of which a route that goes had handed over a part may be sent anew and marked, or be uncertain.
 */
const loseAndRepeatNothing: ReloadLaw = ({ history }) => {
  const { stories, stops, troubles } = history;
  const falls = [...lawsOfStates, ...lawsOfSending].flatMap((law) => law.falls(history));
  const end = Math.max(
    0,
    ...stories.flatMap(({ view }) => Date.parse(view?.timeline.at(-1)?.at ?? '') || []),
  );
  const isQuiet = troubles.length === 0 && stops.every(({ at }) => at > end);
  return [
    ...falls.map(({ law, message, complaint }) => `message ${message}: ${law}: ${complaint}`),
    ...stories.flatMap(({ planned, id, view, submits }) => {
      const parts = new Set(submits.map(({ part }) => part));
      const isOnce = view?.state === 'delivered' && submits.length === parts.size && !view.possibleDuplicate;
      const wasTorn =
        (view?.parts ?? 1) > 1 && (view?.possibleDuplicate === true || view?.state === 'uncertain');
      return isQuiet && !isOnce && !wasTorn
        ? [
            `message ${planned.index} (${id}) is ${view?.state} after ${submits.length} submits: ${view?.reason}`,
          ]
        : [];
    }),
  ];
};

export const complaintsAbout = (seen: Seen): readonly string[] =>
  [sayWhatChanges, refuseMistakes, keepTheTerms, loseAndRepeatNothing].flatMap((law) => law(seen));
