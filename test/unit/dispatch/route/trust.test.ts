import { expect, test } from 'vitest';
import { type OnQuarantine, Trust } from '../../../../src/dispatch/route/trust.ts';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import { routeCapabilities } from '../../../../src/domain/routes/capabilities.ts';
import type { Quarantine } from '../../../../src/domain/routes/route.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const REFUSED = { kind: 'refused', blame: 'route', reason: 'no', evidence: '', suspect: 'quick' } as const;

test.each([
  ['forward', 3_600_000],
  ['back', -3_600_000],
])('a quarantine is neither shorter nor longer when the wall clock is set %s by an hour', async (_, byMs) => {
  const clock = new VirtualClock();
  const begun: (Quarantine | undefined)[] = [];
  const note: OnQuarantine = (quarantine) => begun.push(quarantine);
  const trust = new Trust({ ...routeCapabilities.modem, sickAfter: 3, sickNeedsProof: false }, clock, note);
  for (let id = 1; id <= 3; id++) trust.answered(id as MessageId, REFUSED);
  expect(begun).toEqual([{ since: clock.now(), reason: 'no' }]);
  clock.set(byMs);
  await clock.advance(4999);
  expect(trust.isAside).toBe(true);
  await clock.advance(1);
  expect(trust.isAside).toBe(false);
});
