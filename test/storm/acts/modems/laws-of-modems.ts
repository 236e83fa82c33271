import type { Stage } from '../../stage.ts';
import { momentsOf, troublesIn } from '../excuses.ts';
import type { Copy } from './history.ts';
import type { Seen } from './judge.ts';
import type { PlannedModem } from './plan.ts';

const HOUR_MS = 3_600_000;
const WINDOWS = [
  ['perMinute', 60_000],
  ['perHour', HOUR_MS],
  ['perDay', 24 * HOUR_MS],
] as const;
const MONTH_MS = 31 * 24 * HOUR_MS;
/** How long after a modem was pulled out a message may still be left to it, ms: more than the wait for a late answer. */
const GIVEN_BACK_MS = 2000;
/** A message that waits for a sound modem goes within this time, ms. */
const MOST_WAIT_MS = 40_000;

const isLimited = ({ limits, recipientsPerMonth }: PlannedModem): boolean =>
  Object.keys(limits).length > 0 || recipientsPerMonth !== undefined;

/** Without faults, pulls and limits. */
const isSound = (modem: PlannedModem): boolean =>
  modem.spells.length === 0 && modem.pulls.length === 0 && !isLimited(modem);

/** A modem that hangs until AT+CFUN=1,1 says no IMEI: a process that starts meanwhile does not know its port. */
const mayBeNotFound = ({ byImei, spells }: PlannedModem): boolean =>
  byImei && spells.some(({ modem }) => modem.hang === 'untilRestart');

/** The copies within each window by the gateway's clock that begins with one of them. */
const windowsOf = (
  copies: readonly Copy[],
  windowMs: number,
  { world }: Stage,
): readonly (readonly Copy[])[] => {
  const timed = copies.map((copy) => ({ copy, at: world.wall.shownAt(copy.at) }));
  return timed.map((first) =>
    timed.filter(({ at }) => at >= first.at && at < first.at + windowMs).map(({ copy }) => copy),
  );
};

/** Laws about the modems and their SIMs. */
export const lawsOfModems: readonly ((seen: Seen) => readonly string[])[] = [
  ({ plan, copies, stage }) =>
    plan.modems.flatMap(({ id, limits }) => {
      const own = copies.filter(({ route }) => route === id);
      return WINDOWS.flatMap(([key, windowMs]) => {
        const most = Math.max(0, ...windowsOf(own, windowMs, stage).map(({ length }) => length));
        const limit = limits[key];
        return limit !== undefined && most > limit
          ? [
              `the SIM of ${id} may send ${limit} parts ${key}, and sent ${most}: ${own.map(({ at }) => at).join(', ')}`,
            ]
          : [];
      });
    }),

  ({ plan, copies, stage }) =>
    plan.modems.flatMap(({ id, recipientsPerMonth: most }) => {
      const own = copies.filter(({ route }) => route === id);
      const months = windowsOf(own, MONTH_MS, stage).map((some) => new Set(some.map(({ to }) => to)).size);
      const written = Math.max(0, ...months);
      return most !== undefined && written > most
        ? [`the SIM of ${id} may write to ${most} recipients, and wrote to ${written}`]
        : [];
    }),

  ({ modems }) =>
    modems.flatMap(({ planned, record }) => record.violations.map((what) => `${planned.id}: ${what}`)),

  // A modem after the calm sends, unless its SIM may not.
  ({ stories, plan, routes }) =>
    stories.flatMap(({ planned, id, view }) => {
      const [modem] = planned.by;
      const own = plan.modems.find((one) => one.id === modem);
      if (planned.atMs !== undefined || own === undefined || isLimited(own) || mayBeNotFound(own)) return [];
      if (routes.get(own.id)?.quarantine) return [];
      return view?.state === 'delivered'
        ? []
        : [`M${planned.index} (${id}) by ${own.id} alone after the calm is ${view?.state}: ${view?.reason}`];
    }),

  // A modem that goes gives back what waits there.
  ({ stories, modems, stage }) =>
    modems.flatMap(({ planned: { id }, away }) =>
      away.flatMap(({ from, to }) => {
        const by = from + GIVEN_BACK_MS;
        const isDisturbed = stage.gateway.stops.some((stop) => stop.backAt >= from && stop.at <= by);
        if (isDisturbed || to < by) return [];
        return stories.flatMap(({ planned, view }) => {
          const step = view?.timeline.findLast(
            (one) => one.from !== one.to && momentsOf(stage, one.at).from <= by,
          );
          return step?.to === 'sending' && step.route === id && momentsOf(stage, step.at).to <= from
            ? [`M${planned.index} was left to ${id}, which was pulled out at ${new Date(from).toISOString()}`]
            : [];
        });
      }),
    ),

  // A modem that hangs holds nothing while a sound one is there.
  ({ stories, plan, stage }) =>
    stories.flatMap(({ planned, id, view, copies, acceptedAt, cancelledAt }) => {
      const names = planned.by === 'plan' ? plan.modems.map((one) => one.id) : planned.by;
      const isServed = plan.modems.some((one) => names.includes(one.id) && isSound(one));
      if (!isServed || planned.isBarred || cancelledAt !== undefined || planned.validForMs < MOST_WAIT_MS)
        return [];
      const until =
        Math.max(acceptedAt, stage.startedAt + stage.plan.calmAtMs * stage.plan.stretch) + MOST_WAIT_MS;
      const isWithin = (at: number): boolean => at < until;
      // A clock that is set forward ends its validity.
      if (troublesIn(stage, { from: acceptedAt, to: until }, 'clock set forward').length > 0) return [];
      if (copies.some(({ at }) => isWithin(at)) || view?.state === 'uncertain') return [];
      return [
        `M${planned.index} (${id}) waited although ${names} has a sound modem: it is ${view?.state}, ${view?.reason}`,
      ];
    }),
];
