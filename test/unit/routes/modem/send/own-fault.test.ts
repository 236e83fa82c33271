import { expect, test } from 'vitest';
import { part, ready, stop } from '../../../../support/modem/harness.ts';

test('a fault of the gateway while a part is under way leaves it uncertain, and the modem goes on', async () => {
  const { route, clock } = await ready();
  const faulty = part(clock);
  const { to } = faulty;
  let asked = 0;
  Object.defineProperty(faulty, 'to', {
    get: () => {
      // Once for the PDU, then for what its answer means.
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
