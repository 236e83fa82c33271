import { z } from 'zod';
import { NO_NUMBER, toMsisdn } from '../../domain/messages/msisdn.ts';
import { duration } from '../duration.ts';
import { routeId } from './route-id.ts';

const number = z.string().transform((written, context) => {
  const read = toMsisdn(written);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: NO_NUMBER });
  return z.NEVER;
});

/**
 * Makes a modem an ear: the other routes send to its number, and what arrives is compared with what was sent, since a
 * carrier can give receipts for messages that never arrive.
 */
export const ear = z.strictObject({
  /** The number of the SIM in this modem. */
  number,
  /** How often each route sends a message to the ear. */
  every: duration({ minMs: 60_000, maxMs: 31 * 86_400_000 }).prefault('24h'),
  /** How long a message may take from the carrier to the ear. */
  within: duration({ minMs: 1000, maxMs: 86_400_000 }).prefault('10m'),
  /** The text of these messages; left out: a text with the route and the time. A mark is added at its end. */
  text: z.string().min(1).max(1500).optional(),
  /** The routes that send to the ear; left out: every other route. */
  routes: z.array(routeId).min(1).optional(),
  /** The sender that the ear must see, by route, where the carrier or the modem puts its own in place of ours. */
  senders: z.record(routeId, z.string().min(1).max(20)).default({}),
  /** Listens to cell broadcasts, such as public warnings. They are kept, shown, and can make drafts (`triggers`). */
  cellBroadcast: z
    .strictObject({
      /** The message identifiers, in ascending order, as AT+CSCB has them. */
      channels: z
        .string()
        .regex(
          /^\d{1,5}(?:-\d{1,5})?(?:,\d{1,5}(?:-\d{1,5})?)*$/,
          'is no list such as 4370-4399 or 50,4371-4372',
        )
        .default('4370-4399'),
    })
    .optional(),
});

export type EarConfig = z.output<typeof ear>;

interface EarRoute {
  readonly id: string;
  readonly ear?: EarConfig | undefined;
}

interface LongTexts {
  readonly modemManager?: unknown;
  readonly longText?: 'udh' | 'sar' | 'payload' | undefined;
}

/** Whether the gateway cuts and joins the long texts of this route; otherwise another system does. */
export const handlesParts = ({ modemManager, longText }: LongTexts): boolean =>
  modemManager === undefined && longText !== 'payload';

/** The faults of ears that only all routes together show, each with its path. */
export const earFaults = (
  routes: readonly (EarRoute | { readonly id: string })[],
): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] => {
  const ids = new Set(routes.map(({ id }) => id));
  const numbers = new Map<string, string>();
  return routes.flatMap((route, index) => {
    if (!('ear' in route) || route.ear === undefined) return [];
    const path = ['routes', index, 'ear'];
    const { number: own, routes: senders = [], senders: seen } = route.ear;
    const twin = numbers.get(own);
    numbers.set(own, route.id);
    return [
      ...(twin === undefined
        ? []
        : [{ path: [...path, 'number'], message: `the ear of "${twin}" has this number` }]),
      ...senders
        .filter((id) => !ids.has(id))
        .map((id) => ({ path: [...path, 'routes'], message: `no route is called "${id}"` })),
      ...Object.keys(seen)
        .filter((id) => !ids.has(id))
        .map((id) => ({ path: [...path, 'senders', id], message: `no route is called "${id}"` })),
    ];
  });
};
