import { z } from 'zod';
import { duration } from './duration.ts';
import { routeId } from './route-id.ts';

/** How to verify the carrier, and who we are, when the bind runs over TLS. */
const tls = z.strictObject({
  /** PEM file of the authority that signed the carrier's certificate; left out: the system's. */
  ca: z.string().optional(),
  /** PEM files of our own certificate and its key, where the carrier asks for one. */
  cert: z.string().optional(),
  key: z.string().optional(),
  /** The name in the carrier's certificate; left out: `host`. */
  serverName: z.string().optional(),
  /** false only on a desk: whoever sits between reads and forges everything. */
  verify: z.boolean().default(true),
});

/** One carrier over SMPP 3.4. Lengths as the specification has them (5.2.1, 5.2.2, 5.2.3). */
export const smppRoute = z.strictObject({
  id: routeId,
  type: z.literal('smpp'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(2775),
  systemId: z.string().min(1).max(15),
  password: z.string().max(8).default(''),
  systemType: z.string().max(12).default(''),
  bind: z.enum(['transceiver', 'transmitter+receiver']).default('transceiver'),
  sessions: z.int().min(1).max(32).default(1),
  /** submit_sm in flight on each session. */
  window: z.int().min(1).max(10_000).default(100),
  /** The contract, parts per second over all sessions; left out: none. */
  rate: z.number().positive().max(100_000).optional(),
  tls: z.union([z.boolean(), tls]).default(false),
  /** How receipts spell the ids that submit_sm_resp gave. */
  receiptId: z.enum(['auto', 'as-is', 'hex', 'dec']).default('auto'),
  longText: z.enum(['udh', 'sar', 'payload']).default('udh'),
  responseTimeout: duration({ minMs: 100, maxMs: 600_000 }).prefault('10s'),
  enquireLink: duration({ minMs: 100, maxMs: 3_600_000 }).prefault('30s'),
  bindTimeout: duration({ minMs: 100, maxMs: 600_000 }).prefault('10s'),
  reconnect: z
    .strictObject({
      min: duration({ minMs: 10, maxMs: 3_600_000 }).prefault('500ms'),
      max: duration({ minMs: 10, maxMs: 3_600_000 }).prefault('30s'),
    })
    .prefault({}),
});

export type SmppRouteConfig = z.output<typeof smppRoute>;
