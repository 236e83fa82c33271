import { afterEach, expect, test } from 'vitest';
import { TocsinError } from '../../../src/kernel/errors.ts';
import { CapReception } from '../../../src/triggers/cap/cap-reception.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { capXml } from '../../support/triggers/cap-documents.ts';
import { CapRig } from '../../support/triggers/cap-rig.ts';

let reception: CapReception | undefined;
afterEach(() => reception?.stop());

/** A gateway that starts again after it was killed when it launched the alerts of these CAP messages. */
const restarted = async (...identifiers: readonly string[]) => {
  const rig = new CapRig();
  for (const identifier of identifiers) {
    rig.alerts.endsAt = { step: rig.alerts.steps.length + 2, after: false };
    await expect(rig.take(capXml({ identifier }))).rejects.toThrow();
    rig.restart();
  }
  const log = recordingLog();
  const read: string[] = [];
  const feed = { start: () => void read.push('feed'), stop: async () => {} };
  const { intake, clock, repositories } = rig;
  reception = new CapReception({ intake, pollers: [feed], clock, log });
  expect(await repositories.openCaps()).toHaveLength(identifiers.length);
  return { rig, log, read, repositories };
};

test('the feeds are read once the disk is there again, if it refuses when open CAP messages are to be continued', async () => {
  const { rig, read, repositories } = await restarted('crue-1');
  const { openCaps } = repositories;
  repositories.openCaps = () => Promise.reject(new TocsinError('storeUnavailable', 'the disk is full'));
  reception?.start();
  await rig.clock.advance(3000);
  expect(read).toEqual([]);
  repositories.openCaps = openCaps;
  await rig.clock.advance(10_000);
  expect(read).toEqual(['feed']);
  expect(await repositories.openCaps()).toEqual([]);
});

test('a CAP message that cannot be continued keeps back neither the next one nor the feeds', async () => {
  const { rig, read, log, repositories } = await restarted('crue-1', 'crue-2');
  const { keepCap } = repositories;
  repositories.keepCap = (record) =>
    record.identifier === 'crue-1' ? Promise.reject(new TypeError('a bug')) : keepCap(record);
  reception?.start();
  await rig.clock.advance(0);
  expect(read).toEqual(['feed']);
  expect((await repositories.openCaps()).map(({ identifier }) => identifier)).toEqual(['crue-1']);
  expect(log.lines).toMatchObject([
    { level: 'error', message: expect.stringContaining('cannot be continued') },
  ]);
});
