import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import type { AlertClient } from '../../../test/support/alerts/alert-client.ts';
import { numberOf, numbers } from '../console/pictures/town-data.ts';

const LONG =
  'Crue de la Garonne : montez aux étages maintenant, coupez le gaz et l’électricité, ne prenez pas la voiture, ' +
  'écoutez la radio, attendez les secours. Prochain message à quinze heures. Préfecture.';
const TEXTS = [
  'Crue : montez a l etage.',
  'Crue : montez à l’étage ☂',
  LONG,
  `${LONG} ${LONG} ${LONG}`,
] as const;
const PRIORITIES = ['critical', 'high', 'normal', 'low'] as const;

/** Messages that a kind of fault befalls. */
interface Kind {
  readonly name: string;
  /** Of all messages. */
  readonly share: number;
  readonly fault: Parameters<Smsc['misbehave']>[0];
  /** Fields of each message. */
  readonly own?: object;
  /** States, in one of which they stop for the while. */
  readonly until: readonly string[];
  /** How many are there before the fault ends; left out: all. A carrier that is silent gets few messages at a time. */
  readonly fewest?: number;
}

const FEW = 6;
const FEW_SENDING = 3;
const HOLD = { onUncertain: 'hold', routes: ['carrier-a'] };
/** The longest that a fault may take to show. */
const PATIENCE_MS = 60_000;
const DAYS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAYS).toISOString();
/** Those whose validity is put into the past, once the carrier has them. */
export const UNCONFIRMED = 'unconfirmed';

const kinds = (): readonly Kind[] => [
  { name: 'delivered', share: 0.3, fault: {}, until: ['delivered'] },
  { name: 'early receipt', share: 0.08, fault: { receiptBeforeResponse: true }, until: ['delivered'] },
  { name: 'receipts twice', share: 0.03, fault: { receiptTwice: true }, until: ['delivered'] },
  { name: 'two receipts', share: 0.03, fault: { intermediateFirst: true }, until: ['delivered'] },
  {
    ...{ name: 'undelivered', share: 0.06, fault: { undeliverable: new Set(numbers(0, 9999)) } },
    until: ['undelivered'],
  },
  { name: 'failed', share: 0.05, fault: { refuse: 0x0b }, until: ['failed'] },
  { name: 'sent', share: 0.08, fault: { noReceipt: true }, own: { validFor: 'P7D' }, until: ['sent'] },
  { name: UNCONFIRMED, share: 0.06, fault: { noReceipt: true }, until: ['sent'] },
  { name: 'wrong ids', share: 0.03, fault: { wrongIds: true }, own: { validFor: 'P7D' }, until: ['sent'] },
  {
    ...{ name: 'uncertain', share: 0.03, fault: { swallow: 1 }, own: { ...HOLD, validFor: 'P7D' } },
    ...{ until: ['uncertain'], fewest: FEW },
  },
  {
    ...{ name: 'no answer, but a receipt', share: 0.04, fault: { noAnswer: 1 }, own: HOLD },
    ...{ until: ['uncertain', 'delivered', 'sent'], fewest: FEW },
  },
  {
    ...{ name: 'sent twice', share: 0.04, fault: { swallow: 1 }, own: { onUncertain: 'resend' } },
    ...{ until: ['delivered', 'sent'], fewest: FEW },
  },
  {
    ...{ name: 'some parts swallowed', share: 0.03, fault: { swallow: 0.4 }, own: { ...HOLD, text: LONG } },
    ...{ until: ['uncertain', 'delivered', 'sent'], fewest: FEW },
  },
  { name: 'throttled', share: 0.04, fault: { throttleAbove: 60 }, until: ['delivered', 'sent'] },
];

/** Sends messages of each kind at a carrier with its fault, until they stand where the fault leaves them. */
export const fillMessages = async (
  api: AlertClient,
  [a, b]: readonly [Smsc, Smsc],
  count: number,
): Promise<void> => {
  let sent = 0;
  const body = (own: object = {}): object => {
    const index = sent++;
    return {
      to: numberOf(1000 + (index % 8000)),
      text: TEXTS[index % 7 < 4 ? 0 : (index % 7) - 3],
      priority: PRIORITIES[index % 4],
      ...(index % 5 === 0 ? { flash: true } : {}),
      ...own,
    };
  };
  const post = async (name: string, many: number, own: object): Promise<void> => {
    const batch = Array.from({ length: many }, () => body({ reference: name, ...own }));
    const { refused } = await api.sendBatch(batch);
    if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused[0])}`);
  };
  const settle = async (name: string, states: readonly string[], fewest?: number): Promise<void> => {
    const from = performance.now();
    await api.until(
      () => api.messages(`&reference=${encodeURIComponent(name)}`),
      (all) => {
        const there = all.filter(({ state }) => states.includes(state)).length;
        if (all.length > 0 && there >= (fewest ?? all.length)) return true;
        if (performance.now() - from < PATIENCE_MS) return false;
        const found = JSON.stringify(all.find(({ state }) => !states.includes(state)));
        throw new Error(`"${name}" does not become ${states.join(' or ')}: ${found}`);
      },
    );
  };
  const many = (share: number): number => Math.max(2, Math.round(count * share));

  await post('expired', many(0.03), { routes: ['carrier-c'], validFor: 'PT10S' });
  for (const { name, share, fault, own, until, fewest } of kinds()) {
    a.misbehave(fault);
    if (name === 'failed' || name === 'undelivered') b.misbehave(fault);
    await post(name, many(share), own ?? {});
    await settle(name, until, fewest);
    a.calm();
    b.calm();
  }
  await post('queued', many(0.04), { sendAt: inDays(90), validFor: 'P7D' });
  await post('cancelled', many(0.03), { sendAt: inDays(90) });
  for (const { id } of await api.messages('&reference=cancelled'))
    await api.call('POST', `/v1/messages/${id}/cancel`);
  const once = { to: numberOf(77), text: 'Une fois seulement.', validFor: 'P7D' };
  await api.call('POST', '/v1/messages', once, { headers: { 'idempotency-key': 'once' } });
  await settle('expired', ['expired']);
};

/** Hands messages to a carrier that answers only some parts, until some messages stay in its hands. */
export const fillSending = async (api: AlertClient, a: Smsc, many: number): Promise<void> => {
  a.misbehave({ swallow: 0.5, noReceipt: true });
  for (let index = 0; index < many; index++)
    await api.send({
      ...{ to: numberOf(5000 + index), text: index % 3 === 0 ? TEXTS[0] : LONG, reference: 'sending' },
      ...{ validFor: 'P7D', routes: ['carrier-a'], onUncertain: index % 2 === 0 ? 'hold' : 'resend' },
    });
  await api.until(
    () => api.messages('&reference=sending&state=sending'),
    (all) => all.length >= FEW_SENDING,
  );
};
