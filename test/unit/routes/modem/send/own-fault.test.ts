import { expect, test } from 'vitest';
import { part, ready, stop } from '../../../../support/modem/harness.ts';

test('a bug of the gateway while a part is being sent leaves the part uncertain, and the modem stays in service', async () => {
  const { route, clock } = await ready();
  const faulty = part(clock);
  const { to } = faulty;
  let asked = 0;
  Object.defineProperty(faulty, 'to', {
    get: () => {
      // The first call makes the PDU; the second handles its answer.
      if (asked++ > 0) throw new TypeError('a bug');
      return to;
    },
  });
  const outcome = route.submit(faulty);
  await clock.advance(1000);
  expect(await outcome).toMatchObject({ kind: 'uncertain', reason: 'the gateway failed while sending' });
  await clock.advance(10_000);
  expect(route.status()).toMatchObject({ state: 'up' });
  const next = route.submit(part(clock));
  await clock.advance(1000);
  expect(await next).toMatchObject({ kind: 'accepted' });
  await stop(route);
});
