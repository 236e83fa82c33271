import type { Msisdn } from '../domain/messages/msisdn.ts';
import type { Priority } from '../domain/messages/priority.ts';
import type { DrillDefinition } from '../domain/operation/drill.ts';
import { type Ears, noEars } from '../domain/operation/ear.ts';
import type { RouteView } from '../domain/routes/routes-control.ts';

/** A message of a drill: it is sent by one route only, and never resent. */
export interface DrillMessage {
  readonly to: Msisdn;
  readonly text: string;
  readonly priority: Priority;
  readonly validForMs: number;
  readonly onUncertain: 'hold';
  readonly routes: readonly [string];
}

/** One message to measure, or why it can't be sent. */
interface PlannedTarget {
  readonly route: string;
  readonly number: Msisdn;
  readonly message: DrillMessage | string;
}

/** Each number with each route: the routes that the drill names, in any state, or all that are enabled. */
export const planTargets = (
  { numbers, text, routes, priority, withinMs }: DrillDefinition,
  there: readonly Pick<RouteView, 'id' | 'state'>[],
  ears: Pick<Ears, 'marked'> = noEars,
): readonly PlannedTarget[] => {
  const measured = routes ?? there.filter(({ state }) => state !== 'disabled').map(({ id }) => id);
  return [...new Set(measured)].flatMap((route) => {
    const fault = faultOf(there.find(({ id }) => id === route));
    return [...new Set(numbers)].map((to) => ({
      route,
      number: to,
      message:
        fault ??
        ({
          to,
          text: ears.marked(to, text),
          priority,
          validForMs: withinMs,
          onUncertain: 'hold',
          routes: [route],
        } as const),
    }));
  });
};

const faultOf = (route: Pick<RouteView, 'state'> | undefined): string | undefined => {
  if (route === undefined) return 'no route is called that any more';
  return route.state === 'disabled' ? 'the route is disabled' : undefined;
};
