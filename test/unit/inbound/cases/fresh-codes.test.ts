import { afterEach, beforeEach, expect, test } from 'vitest';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE } from '../../../support/inbound/sent-alerts.ts';

const MINUTE_MS = 60_000;
const [FIRST = ''] = DUTY;
let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});

const stateOf = async (id = 1) => (await rig.store.getCase(id))?.state;

test('the code of the first page works after the second one came, also if two cases were told at the same time', async () => {
  await rig.stopHandling();
  await rig.arrive('au secours, rue Haute', PHONE);
  await rig.arrive('au secours, rue Basse', OTHER);
  await rig.restart();
  const codes = [1, 2].map((id) => rig.codeTo(FIRST, id));
  await rig.disk.clock.advance(5 * MINUTE_MS);
  await rig.idle();
  for (const [index, code] of codes.entries()) await rig.say(`PRIS ${index + 1} ${code}`, FIRST);
  expect([await stateOf(1), await stateOf(2)]).toEqual(['taken', 'taken']);
});
