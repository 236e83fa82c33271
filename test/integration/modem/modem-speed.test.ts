import { expect, test } from 'vitest';
import { modemGateway } from '../../support/modem/on-gateway.ts';

interface Eta {
  readonly eta: { readonly critical: number | null };
}

test('a modem that has sent nothing yet counts as sending ten parts a minute, and later counts with its measured speed', async () => {
  const { gateway } = await modemGateway();
  const { api } = gateway;
  const eta = async () => (await api.get<Eta>('/v1/routes/modem-1')).eta.critical;
  expect(await eta()).toBe(6);
  const ids: string[] = [];
  for (let index = 0; index < 20; index++) {
    ids.push((await api.send({ to: `+336399800${10 + index}`, text: 'Flood warning' })).id);
  }
  for (const id of ids) await api.untilState(id, 'delivered');
  expect(await api.until(eta, (seconds) => seconds !== null && seconds < 3)).toBeLessThan(3);
});
