import type { Config } from './schema.ts';

/** What counts as a number of ours, to which a test of an alert may go: a refusal says so. */
export const WHAT_COUNTS =
  'alerts.testNumbers, inbound.duty, the phones of triggers.sms, the numbers of ears, of heartbeats and of drills, and the phones of users';

/** The numbers of ours that the configuration has. Those of drills and users are in the store. */
export const configuredNumbers = ({
  alerts,
  inbound,
  triggers,
  routes,
}: Pick<Config, 'alerts' | 'inbound' | 'triggers' | 'routes'>): ReadonlySet<string> =>
  new Set<string>([
    ...alerts.testNumbers,
    ...inbound.duty,
    ...(triggers.sms?.phones ?? []),
    ...routes.flatMap((route) =>
      route.type === 'modem'
        ? [route.ear?.number, route.heartbeat?.to].filter((one) => one !== undefined)
        : [],
    ),
  ]);
