import type { ClaimRequest } from '../../../src/domain/messages/claim.ts';
import type { NewMessage } from '../../../src/domain/messages/message.ts';
import { idAt, type MessageId } from '../../../src/domain/messages/message-id.ts';
import type { MessageWriter } from '../../../src/domain/messages/message-store.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Claimed, Queue, Settlement } from '../../../src/domain/messages/queue.ts';
import type { PartKey, RouteInbound, RouteReceipt } from '../../../src/domain/routes/route.ts';

/** The moment at which messages are accepted, unless a test says otherwise. */
export const T0 = Date.UTC(2026, 0, 1);
export const HOUR_MS = 3_600_000;

/** Half a minute, in ids: no id that a gateway gives in the first seconds after `T0`. */
const AHEAD = 123_456_789;
let messages = 0;
let lanes = 100;

/** A lane that no other test uses, and not that of `newMessage`. */
export const freshLane = (): number => ++lanes;

export const numberOf = (index: number) => {
  const number = toMsisdn(`+336399${String(80_000 + (index % 10_000)).padStart(5, '0')}`);
  if (number === undefined) throw new Error(`no number has the index ${index}`);
  return number;
};

/** A message of one part, accepted at `T0`, due at once, good for an hour. */
export const newMessage = (own: Partial<NewMessage> = {}): NewMessage => ({
  id: (idAt(own.createdAt ?? T0) + AHEAD + ++messages) as MessageId,
  // All files of a process count on: the first and the last hundred numbers are left for what tests name themselves.
  to: numberOf(100 + (messages % 9800)),
  from: 'PREFECTURE',
  text: 'Crue rapide : gagnez les hauteurs.',
  priority: 'normal',
  encoding: 'gsm7',
  flash: false,
  parts: 1,
  lane: 1,
  createdAt: T0,
  dueAt: T0,
  validUntil: T0 + HOUR_MS,
  reference: undefined,
  onUncertain: 'hold',
  routes: undefined,
  owner: 'token-1',
  ...own,
});

export const keyOf = ({ id, attempt }: Pick<Claimed, 'id' | 'attempt'>, part = 1): PartKey => ({
  messageId: id,
  attempt,
  part,
});

type Kind<K extends Settlement['kind']> = Extract<Settlement, { kind: K }>;

/** The carrier took this part, and its receipt will have the id `ref`. */
export const accepted = (
  claimed: Pick<Claimed, 'id' | 'attempt'> & Partial<Pick<Claimed, 'parts'>>,
  ref: string,
  own: Partial<Kind<'accepted'>> & { readonly part?: number; readonly carrier?: string } = {},
): Kind<'accepted'> => {
  const { part = 1, carrier = 'carrier-a', ...rest } = own;
  return {
    kind: 'accepted',
    key: keyOf(claimed, part),
    route: 'carrier-a',
    outcome: { kind: 'accepted', carrier, carrierRef: ref },
    at: T0 + 2,
    whole: true,
    single: claimed.parts === 1,
    ...rest,
  };
};

export const acceptedLate = (
  claimed: Pick<Claimed, 'id' | 'attempt'>,
  ref: string,
  own: Partial<Kind<'acceptedLate'>> & { readonly part?: number } = {},
): Kind<'acceptedLate'> => {
  const { part = 1, ...rest } = own;
  return {
    kind: 'acceptedLate',
    key: keyOf(claimed, part),
    route: 'carrier-a',
    outcome: { kind: 'accepted', carrier: 'carrier-a', carrierRef: ref },
    at: T0 + 20_000,
    ...rest,
  };
};

export const requeued = (claimed: Claimed, own: Partial<Kind<'requeued'>> = {}): Kind<'requeued'> => ({
  kind: 'requeued',
  key: keyOf(claimed),
  route: 'carrier-a',
  at: T0 + 2,
  dueAt: T0 + 2,
  lane: claimed.lane,
  priority: claimed.priority,
  reason: "the carrier's queue is full",
  evidence: 'command_status 0x00000014',
  avoidRouteUntil: undefined,
  possibleDuplicate: false,
  ...own,
});

export const ended = (
  claimed: Pick<Claimed, 'id' | 'attempt'>,
  state: Kind<'ended'>['state'],
  own: Partial<Kind<'ended'>> = {},
): Kind<'ended'> => ({
  kind: 'ended',
  key: keyOf(claimed),
  route: 'carrier-a',
  at: T0 + 2,
  state,
  reason: `it is ${state}`,
  evidence: 'command_status 0x0000000B',
  ...own,
});

/** No answer came for this part. */
export const unanswered = (
  claimed: Pick<Claimed, 'id' | 'attempt'>,
  own: Partial<Kind<'unanswered'>> = {},
): Kind<'unanswered'> => ({
  kind: 'unanswered',
  key: keyOf(claimed),
  route: 'carrier-a',
  at: T0 + 10_000,
  reason: 'uncertain: no answer in time',
  evidence: 'submit_sm 17',
  ...own,
});

export const receipt = (ref: string, own: Partial<RouteReceipt> = {}): RouteReceipt => ({
  route: 'carrier-a',
  carrier: 'carrier-a',
  refs: [ref],
  to: undefined,
  state: 'delivered',
  reason: undefined,
  evidence: `id:${ref} stat:DELIVRD`,
  ...own,
});

export const negative = (ref: string, own: Partial<RouteReceipt> = {}): RouteReceipt =>
  receipt(ref, {
    state: 'undelivered',
    reason: 'the phone is not reachable',
    evidence: `id:${ref} stat:UNDELIV`,
    ...own,
  });

export const inbound = (own: Partial<RouteInbound> = {}): RouteInbound => ({
  route: 'carrier-a',
  from: '+33639980001',
  to: '38002',
  text: 'OUI',
  concat: undefined,
  evidence: '',
  ...own,
});

/** Room for ten parts at carrier-a, a millisecond after `T0`. */
export const claimRequest = (lane: number, own: Partial<ClaimRequest> = {}): ClaimRequest => ({
  lane,
  priority: 'normal',
  route: 'carrier-a',
  maxParts: 10,
  now: T0 + 1,
  ...own,
});

/** Stores this message and hands it to carrier-a. */
export const claimedOf = async (
  store: MessageWriter & Queue,
  own: Partial<NewMessage> = {},
  request: Partial<ClaimRequest> = {},
): Promise<Claimed> => {
  const message = newMessage({ lane: freshLane(), ...own });
  await store.enqueue([message]);
  const { claimed } = await store.claim(
    claimRequest(message.lane, { priority: message.priority, now: message.dueAt + 1, ...request }),
  );
  const [only] = claimed;
  if (only === undefined || claimed.length > 1)
    throw new Error(`claimed ${claimed.length} messages, not the one that was stored`);
  return only;
};
