import type { Traces } from '../../domain/operation/traces.ts';
import type { OutgoingPart, Route } from '../../domain/routes/route.ts';
import type { Clock } from '../../kernel/clock.ts';

/** The route, so that each part that it is given is traced. All else of it is as it was. */
export const tracedRoute = (route: Route, traces: Traces, clock: Clock): Route => {
  const submit = async (part: OutgoingPart) => {
    const startedAt = clock.now();
    const outcome = await route.submit(part);
    traces.submitted(part, route, startedAt, outcome);
    return outcome;
  };
  // Methods of a class with private fields work only on the object itself.
  const own = new Map<PropertyKey, unknown>([['submit', submit]]);
  return new Proxy(route, {
    get: (target, name) => {
      const known = own.get(name);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const bound: unknown = value.bind(target);
      own.set(name, bound);
      return bound;
    },
  });
};
