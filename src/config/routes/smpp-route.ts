import { z } from 'zod';
import { duration } from '../duration.ts';
import { routeInbound } from '../intake.ts';
import { nodeName } from '../store/node.ts';
import { reconnect } from './reconnect.ts';
import { routeId } from './route-id.ts';

/** The settings of TLS: how to verify the carrier, and the certificate by which the carrier verifies us. */
const tls = z.strictObject({
  /** A PEM file of the authority that signed the carrier's certificate; left out: those of the system. */
  ca: z.string().optional(),
  /** PEM files of our own certificate and its key, for carriers that ask for one. */
  cert: z.string().optional(),
  key: z.string().optional(),
  /** The name in the carrier's certificate; left out: `host`. */
  serverName: z.string().optional(),
  /**
   * Use false only in a test on one machine: without verification, anybody in between can read and forge everything.
   */
  verify: z.boolean().default(true),
});

/** A C-Octet String of SMPP. Only printable ASCII is allowed: a NUL would end the string early. */
const octetString = (maxOctets: number) =>
  z
    .string()
    .max(maxOctets)
    .regex(/^[ -~]*$/, 'only printable ASCII characters');

/** Type of number and numbering plan indicator (SMPP 3.4, 5.2.5 and 5.2.6). */
const addressKind = (ton: number, npi: number) =>
  z
    .strictObject({
      ton: z.int().min(0).max(255).default(ton),
      npi: z.int().min(0).max(255).default(npi),
    })
    .prefault({});

/** One account at a carrier over SMPP 3.4. The maximum lengths are those of the specification (5.2.1, 5.2.2, 5.2.3). */
export const smppRoute = z.strictObject({
  id: routeId,
  /** The only node that binds, of several on one database; left out: each node binds, and they share the rate. */
  node: nodeName.optional(),
  type: z.literal('smpp'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(2775),
  systemId: octetString(15).min(1),
  password: octetString(8).default(''),
  systemType: octetString(12).default(''),
  /** The recipient addresses whose messages this bind gets (5.2.7); left out: those that the carrier has set. */
  addressRange: octetString(40).default(''),
  /**
   * A name for the carrier, within which its message ids are unique. If routes to the same carrier have the same name,
   * a receipt that comes by one of them matches a message that another one sent. Left out: the id of the route.
   */
  carrier: z.string().min(1).max(64).optional(),
  bind: z.enum(['transceiver', 'transmitter+receiver']).default('transceiver'),
  sessions: z.int().min(1).max(32).default(1),
  /** The largest number of submit_sm on each session that wait for their answer. */
  window: z.int().min(1).max(10_000).default(100),
  /** The contracted rate, in parts per second over all sessions; left out: the contract sets no rate. */
  rate: z.number().positive().max(100_000).optional(),
  tls: z.union([z.boolean(), tls]).default(false),
  /** How receipts write the message id that submit_sm_resp gave: unchanged, or converted to hexadecimal or decimal. */
  receiptId: z.enum(['auto', 'as-is', 'hex', 'dec']).default('auto'),
  longText: z.enum(['udh', 'sar', 'payload']).default('udh'),
  /**
   * How text of the GSM 7-bit alphabet is encoded, as the carrier has set it for the account: one septet in each octet,
   * packed septets, or another alphabet. Text with other characters is sent as UCS-2.
   */
  alphabet: z.enum(['gsm7', 'gsm7-packed', 'latin1', 'ascii']).default('gsm7'),
  /** The data_coding of text in that alphabet (5.2.19); left out: 3 for latin1, 1 for ascii, otherwise 0. */
  dataCoding: z.int().min(0).max(255).optional(),
  /** A service type that the carrier asks for (5.2.11). */
  serviceType: octetString(5).default(''),
  /** Type of number and numbering plan of sender and recipient, if the carrier asks for other values than these. */
  addresses: z
    .strictObject({
      alphanumeric: addressKind(5, 0),
      shortCode: addressKind(3, 0),
      number: addressKind(1, 1),
      recipient: addressKind(1, 1),
    })
    .prefault({}),
  /**
   * Before a message without a receipt becomes unconfirmed, ask the carrier with query_sm what became of it. Use it
   * only if the carrier allows query_sm. It doesn't help if a submit was never answered, since there is no message id
   * to ask for.
   */
  query: z.boolean().default(false),
  /** The format of validity_period (7.1.1). Use none only if the carrier refuses both formats. */
  validity: z.enum(['relative', 'absolute', 'none']).default('relative'),
  responseTimeout: duration({ minMs: 100, maxMs: 600_000 }).prefault('10s'),
  enquireLink: duration({ minMs: 100, maxMs: 3_600_000 }).prefault('30s'),
  bindTimeout: duration({ minMs: 100, maxMs: 600_000 }).prefault('10s'),
  reconnect: reconnect({ min: '500ms', max: '30s' }),
  inbound: routeInbound,
});

export type SmppRouteConfig = z.output<typeof smppRoute>;
