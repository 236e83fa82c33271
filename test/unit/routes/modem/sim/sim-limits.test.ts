import { describe, expect, it } from 'vitest';
import type { SimUsage } from '../../../../../src/domain/routes/sim-repository.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { MemorySimRepository } from '../../../../support/modem/memory-sim-repository.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const limits = { limits: { perHour: 2 } };
const SIM = '8933150319000000018';

describe('the limits of a SIM', () => {
  it('hold from the first part on: no part is sent before the SIM’s usage is read from disk', async () => {
    const simRepository = new MemorySimRepository();
    const read = Promise.withResolvers<SimUsage>();
    simRepository.usage = () => read.promise;
    const { route, clock, modem } = await ready({ simRepository, config: limits });
    expect(route.status()).toMatchObject({ state: 'degraded', room: 0 });
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'retry', reason: expect.stringMatching(/not known/) });
    read.resolve({ perMinute: 0, perHour: 1, perDay: 1, perMonth: 1, minutes: [] });
    await clock.advance(0);
    expect(route.status()).toMatchObject({ state: 'up', room: 1 });
    expect(modem.pdus).toEqual([]);
    await stop(route);
  });

  it('are computed once the usage can be read from disk again', async () => {
    const simRepository = new MemorySimRepository();
    const usage = simRepository.usage.bind(simRepository);
    simRepository.usage = () => Promise.reject(new Error('disk'));
    const { route, clock } = await ready({ simRepository, config: limits });
    expect(route.status().room).toBe(0);
    simRepository.usage = usage;
    await clock.advance(5000);
    expect(route.status()).toMatchObject({ state: 'up', room: 2 });
    await stop(route);
  });

  it.each([
    ['its IMSI', ['208010000000001', 'OK'], 'imsi:208010000000001'],
    ['the modem’s IMEI', ['ERROR'], 'imei:490154203237518'],
  ])('are counted under %s if its ICCID cannot be read', async (_by, imsi, name) => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CCID', ['ERROR']);
    modem.replies.set('AT+CIMI', imsi);
    const { route, clock, simRepository } = await ready({ modem, config: limits });
    for (let i = 0; i < 3; i++) {
      void route.submit(part(clock));
      await clock.advance(0);
    }
    expect(simRepository.counted).toEqual([name, name]);
    expect(modem.pdus).toHaveLength(2);
    await stop(route);
  });

  it('are those of the SIM that is in the modem now', async () => {
    const used = new Map([[SIM, 2]]);
    const simRepository = new MemorySimRepository();
    simRepository.usage = (iccid) => {
      const parts = used.get(iccid) ?? 0;
      return Promise.resolve({
        perMinute: parts,
        perHour: parts,
        perDay: parts,
        perMonth: parts,
        minutes: [],
      });
    };
    const { route, clock, modem } = await ready({ simRepository, config: limits });
    expect(route.status().room).toBe(0);
    modem.replies.set('AT+CCID', ['+CCID: 8933150319000000026', 'OK']);
    modem.unplug();
    await clock.advance(5000);
    expect(route.status().room).toBe(2);
    await stop(route);
  });
});

describe('a part of a SIM with limits', () => {
  it('is counted before it is sent, so that a crash cannot exceed the limits', async () => {
    const { route, clock, modem, simRepository } = await ready({ config: limits });
    let counted = 0;
    modem.onPdu = () => {
      counted = simRepository.counted.length;
    };
    void route.submit(part(clock));
    await clock.advance(0);
    expect(counted).toBe(1);
    await stop(route);
  });

  it('whose count cannot be put on disk is not sent', async () => {
    const simRepository = new MemorySimRepository();
    simRepository.countParts = () => Promise.reject(new Error('disk full'));
    const { route, clock, modem } = await ready({ simRepository });
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'retry' });
    expect(modem.pdus).toEqual([]);
    expect(route.status().state).toBe('up');
    await stop(route);
  });

  it.each([
    ['that the network refused has its count taken back', ['+CMS ERROR: 28'], 0],
    ['that was never answered stays counted', undefined, 1],
  ])('%s (a refused part is not counted, an unanswered one is)', async (_what, result, left) => {
    const { route, clock, modem, simRepository } = await ready({ config: limits });
    modem.results.push(result);
    void route.submit(part(clock));
    await clock.advance(200_000);
    expect(simRepository.counted).toHaveLength(left);
    await stop(route);
  });

  it('of a modem unplugged during the count is handed back for another route, and its count is taken back', async () => {
    const { route, clock, modem, simRepository } = await ready({ config: limits });
    const count = simRepository.countParts.bind(simRepository);
    simRepository.countParts = (iccid, at, parts, to) => {
      if (parts > 0) modem.unplug();
      return count(iccid, at, parts, to);
    };
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'retry', afterMs: 0 });
    expect(simRepository.counted).toEqual([]);
    await stop(route);
  });
});
