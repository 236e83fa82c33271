import type { Role } from '../../../src/domain/access/token.ts';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import type { ConfigInput, Gateway } from '../gateway/gateway.ts';
import { startGateway } from '../modem/on-gateway.ts';
import { startCarrier } from '../smpp/carrier.ts';
import { numberOf } from '../store/messages.ts';
import { AlertClient } from './alert-client.ts';

interface AlertGateway {
  readonly smsc: Smsc;
  readonly gateway: Gateway;
  readonly operator: AlertClient;
  /** A client with a token of this role. */
  readonly as: (role: Role) => Promise<AlertClient>;
}

/** Starts a gateway with the route `orange` to a simulated carrier, and waits until it is up. Both end with the test. */
export const startAlertGateway = async (input: Partial<ConfigInput>): Promise<AlertGateway> => {
  const smsc = await startCarrier();
  const gateway = await startGateway({
    sender: 'PREFECTURE',
    routes: [
      { id: 'orange', type: 'smpp', host: '127.0.0.1', port: smsc.port, systemId: 'tocsin', rate: 500 },
    ],
    ...input,
  });
  const as = async (role: Role) => new AlertClient(gateway.url, await gateway.token(role));
  const operator = await as('operator');
  await operator.untilRoute('orange', 'up');
  return { smsc, gateway, operator, as };
};

/** The texts of all messages to a number, oldest first. */
export const textsTo = async (client: AlertClient, number: string): Promise<readonly string[]> => {
  const { items } = await client.call<{ items: readonly { text: string }[] }>(
    'GET',
    `/v1/messages?to=${encodeURIComponent(number)}`,
  );
  return items.map(({ text }) => text).toReversed();
};

/** Texts in two languages with the placeholder `place`. */
export const content = {
  defaultLanguage: 'fr',
  variants: [
    { language: 'fr', text: 'Crue, {place} : gagnez les hauteurs.', short: 'Crue : hauteurs.' },
    { language: 'en', text: 'Flood, {place}: go to higher ground.' },
  ],
};

/** The body of an alert to so many numbers. */
export const draft = (people: number, own: object = {}) => ({
  kind: 'live',
  title: 'Crue',
  severity: 'severe',
  content,
  values: { place: 'Tours' },
  audience: { include: [{ numbers: Array.from({ length: people }, (_, index) => numberOf(index)) }] },
  validFor: 'PT1H',
  ...own,
});

/** A content with one text in French. */
export const saying = (text: string) => ({ content: { ...content, variants: [{ language: 'fr', text }] } });
