import { expect, test } from 'vitest';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';

interface Route {
  readonly state: string;
  readonly quarantine: { readonly since: string; readonly reason: string } | null;
  readonly modem: { readonly quarantine: { readonly reason: string } | null };
}

test.each([304, 28])(
  'a modem that refuses every message at once (CMS %i) beside three good ones is quarantined, and 40 critical messages are delivered once',
  async (code) => {
    const sick = await plugIn({ partMs: 5 });
    sick.misbehave({ cmsErrorUntilRestart: code });
    const good = await Promise.all(Array.from({ length: 3 }, () => plugIn({ partMs: 60 })));
    const modems = [sick, ...good];
    const routes = modems.map(({ path }, index) => ({
      id: `modem-${index}`,
      type: 'modem' as const,
      device: path,
    }));
    const { api } = await startGateway({ routes });
    for (const { id } of routes) await api.untilRoute(id, 'up');
    const numbers = Array.from({ length: 40 }, (_, index) => `+3363998${String(1000 + index)}`);
    await api.sendBatch(numbers.map((to) => ({ to, text: 'Flood warning', priority: 'critical' })));
    const route = await api.until(
      () => api.get<Route>('/v1/routes/modem-0'),
      ({ quarantine }) => quarantine !== null,
    );
    expect(route.quarantine?.reason).toContain(`(+CMS ERROR: ${code})`);
    expect(route.modem.quarantine).toEqual(route.quarantine);
    const messages = await api.until(
      () => api.messages(),
      (all) => all.every(({ state }) => state === 'delivered' || state === 'failed'),
    );
    expect(messages.filter(({ state }) => state === 'failed')).toEqual([]);
    for (const to of numbers)
      expect(modems.flatMap(({ phones }) => phones.texts(to))).toEqual(['Flood warning']);
    // A modem that calls good PDUs malformed is restarted.
    expect(sick.stats.resets).toBe(code === 304 ? 1 : 0);
  },
);
