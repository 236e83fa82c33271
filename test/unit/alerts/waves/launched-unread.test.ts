import { afterEach, beforeEach, expect, test } from 'vitest';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

/** The next launch is stored, and cannot be read back, as when the database goes away in that moment. */
const loseTheNextAnswer = (): void => {
  const { store } = rig.disk;
  const { stepAlert, getAlert } = store;
  Object.assign(store, {
    stepAlert: async (...step: Parameters<typeof stepAlert>) => {
      const taken = await stepAlert(...step);
      const lost = async () => {
        Object.assign(store, { stepAlert, getAlert });
        throw new TocsinError('storeUnavailable', 'the database is away');
      };
      Object.assign(store, { getAlert: lost });
      return taken;
    },
  });
};

test('an alert whose launch was stored, and then could not be read, goes out within seconds', async () => {
  const { id } = await rig.create(3);
  loseTheNextAnswer();
  await expect(rig.launch(id)).rejects.toMatchObject({ code: 'storeUnavailable' });
  await rig.disk.clock.advance(5000);
  await rig.untilExpanded(id);
  expect(await rig.claim(`${id}.1`, 10)).toHaveLength(3);
});
