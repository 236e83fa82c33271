import type { Drill, DrillRun } from '../../api/types/drills.ts';

/** How many messages and SMS a run sends, by how many routes. */
export interface RunSize {
  readonly numbers: number;
  readonly routes: number;
  readonly messages: number;
  readonly sms: number;
}

/**
 * What a run of the drill would send now. A route that is named and disabled gets no message, and without names each
 * enabled route is measured. A mark for an ear may add an SMS, which is not counted here.
 */
export const sizeOfRun = (
  { numbers, routes: named }: Pick<Drill, 'numbers' | 'routes'>,
  routes: readonly { readonly id: string; readonly state: string }[],
  parts: number,
): RunSize => {
  const enabled = routes.filter(
    ({ id, state }) => state !== 'disabled' && (named === null || named.includes(id)),
  );
  const messages = enabled.length * numbers.length;
  return { numbers: numbers.length, routes: enabled.length, messages, sms: messages * parts };
};

/** The sums of a run over all its routes. */
export const totalsOf = (
  routes: DrillRun['routes'],
): { readonly messages: number; readonly arrived: number; readonly lost: number } => {
  const messages = routes.reduce((sum, one) => sum + one.messages, 0);
  const arrived = routes.reduce((sum, one) => sum + one.arrived, 0);
  return { messages, arrived, lost: messages - arrived };
};

export interface Curve {
  /** Seconds since the epoch, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/**
 * The median of each route in seconds, over the finished runs from the oldest on. A run in which nothing arrived by a
 * route is a gap in its line, never zero.
 */
export const latencyCurve = (runs: readonly Pick<DrillRun, 'startedAt' | 'routes'>[]): Curve => {
  const finished = runs
    .filter(({ startedAt, routes }) => startedAt !== null && routes.length > 0)
    .toSorted((one, other) => Date.parse(one.startedAt ?? '') - Date.parse(other.startedAt ?? ''));
  const names = [...new Set(finished.flatMap(({ routes }) => routes.map(({ route }) => route)))].sort();
  return {
    times: finished.map(({ startedAt }) => Date.parse(startedAt ?? '') / 1000),
    lines: names.map((name) => ({
      name,
      values: finished.map(({ routes }) => {
        const medianMs = routes.find(({ route }) => route === name)?.medianMs ?? null;
        return medianMs === null ? null : medianMs / 1000;
      }),
    })),
  };
};

/** A time of a message in seconds, with a tenth below ten seconds. */
export const secondsOf = (ms: number): number =>
  ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000);
