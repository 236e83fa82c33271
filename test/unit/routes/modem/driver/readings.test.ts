import { describe, expect, it } from 'vitest';
import type { SignalSlot } from '../../../../../src/domain/routes/modem-details.ts';
import type { SignalRepository } from '../../../../../src/domain/routes/signal-repository.ts';
import { harness, part, ready, stop } from '../../../../support/modem/harness.ts';
import { modemWith } from '../../../../support/modem/locked-modem.ts';

const UPKEEP_MS = 30_000;

const quectel = { 'AT+CGMI': ['Quectel', 'OK'], 'AT+CGMM': ['EC25', 'OK'] };
const huawei = { 'AT+CGMI': ['huawei', 'OK'], 'AT+CGMM': ['E3372', 'OK'] };
const simcom = { 'AT+CGMI': ['SIMCOM INCORPORATED', 'OK'], 'AT+CGMM': ['SIMCOM_SIM7600E-H', 'OK'] };

describe('what a modem tells beside what sending needs', () => {
  it('is read after the parts that wait at its start: a silent modem would hold them up for seconds', async () => {
    const modem = modemWith({ 'AT+CESQ': undefined, 'AT+CNUM': undefined });
    const made = harness({
      modem,
      changed: () => {
        const { route, clock } = made;
        if (route.status().room > 0 && modem.pdus.length === 0) void route.submit(part(clock));
      },
    });
    made.route.start();
    await made.clock.advance(1000);
    expect(modem.pdus.length).toBeGreaterThan(0);
    const asked = ['AT+CESQ', 'AT+CNUM'].map((command) => modem.heard.indexOf(command));
    const submitted = modem.heard.findIndex((each) => each.startsWith('AT+CMGS='));
    for (const each of asked) expect(each === -1 || each > submitted).toBe(true);
    await made.clock.advance(10_000);
    expect(modem.heard).toContain('AT+CNUM');
    await stop(made.route);
  });

  it('is its maker, model, firmware, profile, SIM, number and service centre', async () => {
    const modem = modemWith({ 'AT+CNUM': ['+CNUM: "Own","33639980042",145', 'OK'] });
    const { route } = await ready({ modem });
    expect(route.modemDetails()).toMatchObject({
      manufacturer: 'Acme',
      model: 'Modem 1',
      firmware: '1.0',
      profile: 'generic',
      iccid: '8933150319000000018',
      imsi: '208010000000001',
      ownNumber: '+33639980042',
      serviceCentre: '+33199000000',
    });
    await stop(route);
  });

  it('is the configured service centre, if there is one, since parts are sent by that', async () => {
    const { route } = await ready({ config: { smsc: '+33199000007' } });
    expect(route.modemDetails().serviceCentre).toBe('+33199000007');
    await stop(route);
  });

  it.each([
    ['LTE by +CESQ', {}, 'AT+CESQ', '+CESQ: 99,99,255,255,20,56', -85, -10],
    ['a 5G cell by +CESQ', {}, 'AT+CESQ', '+CESQ: 99,99,255,255,255,255,66,67,60', -90, -10.5],
    ['an unknown value by +CESQ', {}, 'AT+CESQ', '+CESQ: 30,99,255,255,255,255', undefined, undefined],
    ['LTE by +QCSQ', quectel, 'AT+QCSQ', '+QCSQ: "LTE",-58,-87,154,-9', -87, -9],
    ['5G by +QCSQ', quectel, 'AT+QCSQ', '+QCSQ: "NR5G",-95,20,-11', -95, -11],
    ['3G by +QCSQ, which has none', quectel, 'AT+QCSQ', '+QCSQ: "WCDMA",-70,-80,-3', undefined, undefined],
    ['LTE by ^HCSQ', huawei, 'AT^HCSQ?', '^HCSQ: "LTE",50,54,201,22', -87, -9],
    ['3G by ^HCSQ, which has none', huawei, 'AT^HCSQ?', '^HCSQ: "WCDMA",30,30,58', undefined, undefined],
  ])('is RSRP and RSRQ on %s', async (_on, identity, command, line, rsrp, rsrq) => {
    const { route } = await ready({ modem: modemWith({ ...identity, [command]: [line, 'OK'] }) });
    expect(route.modemDetails()).toMatchObject({ rsrp, rsrq });
    await stop(route);
  });

  it.each([
    ['Quectel LTE: the hottest of three', quectel, 'AT+QTEMP', ['+QTEMP: 30,36,31'], 36],
    [
      'Quectel 5G: a line for each sensor, one of which is missing',
      quectel,
      'AT+QTEMP',
      ['+QTEMP:"qfe_wtr_pa0","-273"', '+QTEMP:"aoss0-usr","44"', '+QTEMP:"mdm-q6-usr","43"'],
      44,
    ],
    [
      'Huawei: tenths, with sensors that are missing',
      huawei,
      'AT^CHIPTEMP?',
      ['^CHIPTEMP: 255,65535,318,290'],
      31.8,
    ],
    ['SIMCom', simcom, 'AT+CPMUTEMP', ['+CPMUTEMP: 34'], 34],
    ['SIMCom that knows no temperature', simcom, 'AT+CPMUTEMP', ['ERROR'], undefined],
  ])('is its temperature (%s)', async (_which, identity, command, lines, temperature) => {
    const reply = lines[0] === 'ERROR' ? lines : [...lines, 'OK'];
    const { route } = await ready({ modem: modemWith({ ...identity, [command]: reply }) });
    expect(route.modemDetails().temperature).toBe(temperature);
    await stop(route);
  });

  it('is asked for only after the modem is in service, so that it delays no route', async () => {
    const { route, modem } = await ready();
    const first = Math.min(modem.heard.indexOf('AT+CESQ'), modem.heard.indexOf('AT+CNUM'));
    expect(first).toBeGreaterThan(modem.heard.indexOf('AT+CMGF=0'));
    await stop(route);
  });

  it.each([
    ['refuses', ['ERROR']],
    ['leaves without an answer', undefined],
  ])(
    'is not asked for again by a command that the modem %s, until the line is opened anew',
    async (_does, reply) => {
      const modem = modemWith({ 'AT+CESQ': reply, 'AT+CNUM': reply });
      const { route, clock } = await ready({ modem });
      await clock.advance(10 * UPKEEP_MS);
      const asked = (command: string) => modem.heard.filter((heard) => heard === command).length;
      expect([asked('AT+CESQ'), asked('AT+CNUM')]).toEqual([1, 1]);
      expect(route.status().state).toBe('up');
      void route.submit(part(clock));
      await clock.advance(0);
      expect(modem.pdus).toHaveLength(1);
      modem.unplug();
      await clock.advance(10_000);
      expect(asked('AT+CNUM')).toBe(2);
      await stop(route);
    },
  );

  it('is the SIM’s number once the SIM is no longer busy', async () => {
    const modem = modemWith({ 'AT+CNUM': ['+CME ERROR: 14'] });
    const { route, clock } = await ready({ modem });
    modem.replies.set('AT+CNUM', ['+CNUM: "","+33639980042",145', 'OK']);
    await clock.advance(UPKEEP_MS);
    expect(route.modemDetails().ownNumber).toBe('+33639980042');
    await stop(route);
  });

  it('is the signal of the last day', async () => {
    const { route, clock, modem } = await ready();
    modem.replies.set('AT+CSQ', ['+CSQ: 10,99', 'OK']);
    await clock.advance(60 * 60_000);
    const { signalHistory } = route.modemDetails();
    expect(signalHistory.length).toBeGreaterThanOrEqual(4);
    expect(signalHistory.at(-1)).toMatchObject({ dbm: -93, lowestDbm: -93 });
    await stop(route);
  });

  it('is the signal of the last day also after a restart of the gateway, for the same modem', async () => {
    const slots: (SignalSlot & { readonly imei: string })[] = [];
    const signals: SignalRepository = {
      keepSignal: async (imei, slot) => {
        slots.push({ ...slot, imei });
      },
      signalSince: async (wanted, sinceMs) =>
        slots.filter(({ imei, at }) => imei === wanted && at >= sinceMs).map(({ imei: _, ...slot }) => slot),
    };
    const before = await ready({ signals });
    await before.clock.advance(60 * 60_000);
    const { signalHistory } = before.route.modemDetails();
    await stop(before.route);
    const after = await ready({ signals, clock: before.clock });
    expect(after.route.modemDetails().signalHistory.slice(0, 4)).toEqual(signalHistory.slice(0, 4));
    await stop(after.route);
    const other = modemWith({ 'AT+CGSN': ['490154203237526', 'OK'] });
    const swapped = await ready({ signals, clock: before.clock, modem: other });
    expect(swapped.route.modemDetails().signalHistory).toHaveLength(1);
    await stop(swapped.route);
  });

  it('is shown although its history cannot be read from disk or stored', async () => {
    const signals: SignalRepository = {
      keepSignal: () => Promise.reject(new Error('disk full')),
      signalSince: () => Promise.reject(new Error('disk')),
    };
    const { route, clock } = await ready({ signals });
    await clock.advance(20 * 60_000);
    expect(route.status().state).toBe('up');
    expect(route.modemDetails().signalHistory).toHaveLength(2);
    await stop(route);
  });
});
