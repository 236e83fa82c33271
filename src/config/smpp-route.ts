import { z } from 'zod';
import { duration } from './duration.ts';
import { routeInbound } from './intake.ts';
import { reconnect } from './reconnect.ts';
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

/** A C-string of SMPP: what is not printable ASCII would end or shift it. */
const octetString = (maxOctets: number) =>
  z
    .string()
    .max(maxOctets)
    .regex(/^[ -~]*$/, 'only printable ASCII characters');

/** Type of number and numbering plan indicator (3.4, 5.2.5 and 5.2.6). */
const addressKind = (ton: number, npi: number) =>
  z
    .strictObject({
      ton: z.int().min(0).max(255).default(ton),
      npi: z.int().min(0).max(255).default(npi),
    })
    .prefault({});

/** One carrier over SMPP 3.4. Lengths as the specification has them (5.2.1, 5.2.2, 5.2.3). */
export const smppRoute = z.strictObject({
  id: routeId,
  type: z.literal('smpp'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(2775),
  systemId: octetString(15).min(1),
  password: octetString(8).default(''),
  systemType: octetString(12).default(''),
  /** What to be sent of what comes in; left out: whatever the carrier has set for the account. */
  addressRange: octetString(40).default(''),
  /**
   * The space in which the carrier's message ids are unique. Routes that are accounts at the same carrier may name
   * the same one: then a receipt that comes to one finds a message that left by another. Left out: the route's id.
   */
  carrier: z.string().min(1).max(64).optional(),
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
  /**
   * How text of the GSM 7-bit alphabet is written, as the carrier has set its account: one octet a septet, packed
   * septets, or the carrier's own alphabet. What that lacks goes as UCS-2 where it fits.
   */
  alphabet: z.enum(['gsm7', 'gsm7-packed', 'latin1', 'ascii']).default('gsm7'),
  /** data_coding of that (5.2.19); left out: 0, for latin1 3, for ascii 1. */
  dataCoding: z.int().min(0).max(255).optional(),
  /** 5.2.11: a service that the carrier wants named. */
  serviceType: octetString(5).default(''),
  /** How sender and recipient are announced, where the carrier wants it otherwise. */
  addresses: z
    .strictObject({
      alphanumeric: addressKind(5, 0),
      shortCode: addressKind(3, 0),
      number: addressKind(1, 1),
      recipient: addressKind(1, 1),
    })
    .prefault({}),
  /**
   * Ask the carrier (query_sm) what became of a message whose receipt hasn't come, before it is given up as
   * unconfirmed; only where the carrier takes such questions. It doesn't help with a submit that was never answered: that
   * has no message id to ask about.
   */
  query: z.boolean().default(false),
  /** How validity_period is written (7.1.1): none only where the carrier refuses both. */
  validity: z.enum(['relative', 'absolute', 'none']).default('relative'),
  responseTimeout: duration({ minMs: 100, maxMs: 600_000 }).prefault('10s'),
  enquireLink: duration({ minMs: 100, maxMs: 3_600_000 }).prefault('30s'),
  bindTimeout: duration({ minMs: 100, maxMs: 600_000 }).prefault('10s'),
  reconnect: reconnect({ min: '500ms', max: '30s' }),
  inbound: routeInbound,
});

export type SmppRouteConfig = z.output<typeof smppRoute>;
