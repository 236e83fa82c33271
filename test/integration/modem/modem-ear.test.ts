import { describe, expect, test } from 'vitest';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import type { ApiClient } from '../../support/http/api-client.ts';
import { relay } from '../../support/modem/ear.ts';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const EAR = '+33639980001';

interface Check {
  readonly route: string;
  readonly result: string;
  readonly reason: string | null;
  readonly message: string | null;
  readonly heard: { readonly from: string; readonly faults: readonly string[] } | null;
}

const carrierRoute = (id: string, { port }: Smsc) =>
  ({ id, type: 'smpp', host: '127.0.0.1', port, systemId: 'tocsin' }) as const;

/** A gateway with an ear and two carriers, of which the second is put in the test's hands. */
const withEar = async (ear: object = {}) => {
  const modem = await plugIn();
  const honest = await startCarrier();
  const other = await startCarrier();
  const start = () =>
    startGateway({
      sender: 'MAIRIE',
      country: 'FR',
      routes: [
        { id: 'ear-1', type: 'modem', device: modem.path, ear: { number: EAR, within: '1s', ...ear } },
        carrierRoute('honest', honest),
        carrierRoute('other', other),
      ],
    });
  return { modem, honest, other, start };
};

const untilJudged = (api: ApiClient, settled: (checks: readonly Check[]) => boolean) =>
  api.until(() => api.get<Check[]>('/v1/ears'), settled);

const checkOf = (checks: readonly Check[], route: string): Check | undefined =>
  checks.find((check) => check.route === route);

describe('an ear (a modem to whose number the other routes send)', () => {
  test('hears what each carrier sent to it, with the same text and sender, and leaves no trace in the inbox', async () => {
    const { modem, honest, other, start } = await withEar({ text: 'Contrôle à 10 € [élu]' });
    relay(honest, modem, EAR);
    relay(other, modem, EAR);
    const { api } = await start();
    const checks = await untilJudged(
      api,
      (all) => all.filter(({ result }) => result === 'passed').length === 2,
    );
    expect(checks).toMatchObject([
      { route: 'honest', result: 'passed', reason: null, heard: { from: 'MAIRIE', faults: [] } },
      { route: 'other', result: 'passed', reason: null, heard: { from: 'MAIRIE', faults: [] } },
    ]);
    expect(await api.get('/v1/inbox')).toMatchObject({ items: [] });
    expect(modem.stored('SM')).toBe(0);
    modem.receive({ from: '+33639980009', text: 'Au secours' });
    const { items } = await api.until(
      () => api.get<{ items: { text: string }[] }>('/v1/inbox'),
      (inbox) => inbox.items.length > 0,
    );
    expect(items).toMatchObject([{ route: 'ear-1', text: 'Au secours' }]);
  });

  test('raises the alarm that receipts can’t be trusted on the carrier that gives a receipt for what never arrives, and on no other route', async () => {
    const { modem, honest, other, start } = await withEar();
    relay(honest, modem, EAR);
    const { api } = await start();
    const route = await api.untilRoute('other', 'degraded');
    expect(route.reason).toMatch(
      /the message of .* to the ear "ear-1" has a receipt that says delivered, but did not arrive within 1 s: this carrier's receipts can't be trusted/,
    );
    expect(other.phones.texts(EAR)).toHaveLength(1);
    const checks = await untilJudged(api, (all) => checkOf(all, 'honest')?.result === 'passed');
    expect(checkOf(checks, 'other')).toMatchObject({ result: 'failed', heard: { faults: [] } });
    expect(await api.untilRoute('honest', 'up')).toMatchObject({ reason: null });
    expect(await api.untilRoute('ear-1', 'up')).toMatchObject({ reason: null });
  });

  test('names what a carrier did to the text and the sender', async () => {
    const { modem, honest, other, start } = await withEar({ text: 'Évacuez le quai' });
    relay(honest, modem, EAR);
    relay(other, modem, EAR, ({ text }) => ({ from: '38100', text: text.replace('É', 'E') }));
    const { api } = await start();
    const { reason } = await api.untilRoute('other', 'degraded');
    expect(reason).toContain('with another text: from character 1 on "Evacuez le" instead of "Évacuez le"');
    expect(reason).toContain('from the sender "38100" instead of "MAIRIE"');
  });

  test('is blamed itself, and no carrier, when nothing arrives by any route', async () => {
    const { start } = await withEar();
    const { api } = await start();
    const { reason } = await api.untilRoute('ear-1', 'degraded');
    expect(reason).toContain('nothing arrives at this ear by honest, other: its number (+336…01)');
    expect(await api.untilRoute('honest', 'up')).toMatchObject({ reason: null });
    expect(await api.untilRoute('other', 'up')).toMatchObject({ reason: null });
  });

  test('knows after a restart of the gateway what it heard before, and is sent nothing more', async () => {
    const { modem, honest, other, start } = await withEar();
    relay(honest, modem, EAR);
    relay(other, modem, EAR);
    const gateway = await start();
    const before = await untilJudged(
      gateway.api,
      (all) => all.filter(({ result }) => result === 'passed').length === 2,
    );
    const again = await gateway.restart();
    try {
      const after = await untilJudged(again.api, (all) => all.length === 2);
      expect(after).toEqual(before);
      expect(honest.phones.texts(EAR)).toHaveLength(1);
    } finally {
      await again.stop();
    }
  });
});
