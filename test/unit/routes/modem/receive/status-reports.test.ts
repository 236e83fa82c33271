import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { harness, part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';
import { LIST, report } from '../../../../support/modem/stored-pdus.ts';

describe('status reports', () => {
  it('have the reference that the accepted part got, and are acknowledged once they are on disk', async () => {
    const { route, clock, modem, told } = await ready();
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    modem.say('+CDS: 25', report(0, '00'));
    await clock.advance(0);
    const accepted = await outcome;
    expect(told.receipts).toMatchObject([
      { carrier: '208010000000001', state: 'delivered', reason: undefined, to: '+33639980001' },
    ]);
    expect(accepted).toMatchObject({ carrierRef: told.receipts[0]?.refs[0] });
    expect(modem.heard.at(-1)).toBe('AT+CNMA');
    await stop(route);
  });

  it.each([
    ['00', 'delivered'],
    ['01', 'intermediate'],
    ['02', 'intermediate'],
    ['10', 'delivered'],
    ['20', 'intermediate'],
    ['30', 'intermediate'],
    ['46', 'undelivered'],
    ['62', 'undelivered'],
    ['C0', 'undelivered'],
  ])('of TP-Status %s are %s', async (status, state) => {
    const { route, clock, modem, told } = await ready();
    modem.say('+CDS: ,25', report(9, status));
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ state, refs: ['9/33639980001'] }]);
    await stop(route);
  });

  it('that come after a restart before the SIM has said its IMSI count for the messages of that SIM', async () => {
    const { route, clock, modem, told } = harness();
    modem.onCommand = (command) => {
      if (command !== 'AT+CIMI') return;
      modem.onCommand = () => undefined;
      modem.say('+CDS: 25', report(0, '00'));
    };
    route.start();
    await clock.advance(1000);
    expect(told.receipts).toMatchObject([{ carrier: '208010000000001', refs: ['0/33639980001'] }]);
    await stop(route);
  });

  it('that cannot be put on disk are not acknowledged', async () => {
    const { route, clock, modem, told } = await ready();
    told.match = () => Promise.reject(new Error('disk full'));
    told.keep = () => Promise.reject(new Error('disk full'));
    modem.say('+CDS: 25', report(0, '00'));
    await clock.advance(0);
    expect(modem.heard).not.toContain('AT+CNMA');
    await stop(route);
  });

  it('that could not be put on disk are acknowledged once the disk takes them', async () => {
    const { route, clock, modem, told } = await ready();
    modem.heard.length = 0;
    const taking = told.match;
    told.match = () => Promise.reject(new Error('disk full'));
    modem.say('+CDS: 25', report(0, '00'));
    await clock.advance(1500);
    expect(modem.heard).not.toContain('AT+CNMA');
    told.match = taking;
    await clock.advance(1000);
    expect(modem.heard.filter((command) => command.startsWith('AT+CNMA='))).toEqual([]);
    expect(modem.heard.at(-1)).toBe('AT+CNMA');
    await stop(route);
  });

  it('that cannot be put on disk for ten seconds are asked for again, before the modem stops delivering', async () => {
    const { route, clock, modem, told } = await ready();
    modem.heard.length = 0;
    told.match = () => Promise.reject(new Error('disk full'));
    modem.say('+CDS: 25', report(0, '00'));
    await clock.advance(8000);
    expect(modem.heard).not.toContain('AT+CNMA=2');
    await clock.advance(2000);
    expect(modem.heard).toContain('AT+CNMA=2');
    const tried = told.receipts.length;
    await clock.advance(10_000);
    expect(told.receipts).toHaveLength(tried);
    await stop(route);
  });

  it('that nobody acknowledges are tried until the disk takes them, since no network sends them again', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CSMS?', ['+CSMS: 0,1,1,1', 'OK']);
    const { route, clock, told } = await ready({ modem });
    const taking = told.match;
    told.match = () => Promise.reject(new Error('disk full'));
    modem.say('+CDS: 25', report(0, '00'));
    await clock.advance(15_000);
    const tried = told.receipts.length;
    told.match = taking;
    await clock.advance(5000);
    expect(told.receipts).toHaveLength(tried + 1);
    expect(modem.heard.filter((command) => command.startsWith('AT+CNMA'))).toEqual([]);
    await stop(route);
  });

  it('are not tried again once the route has stopped', async () => {
    const { route, clock, modem, told } = await ready();
    told.match = () => Promise.reject(new Error('disk full'));
    modem.say('+CDS: 25', report(0, '00'));
    await clock.advance(0);
    const tried = told.receipts.length;
    await stop(route);
    await clock.advance(10_000);
    expect(told.receipts).toHaveLength(tried);
  });

  it('are not acknowledged to a modem that stays in AT+CSMS=0', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CSMS?', ['+CSMS: 0,1,1,1', 'OK']);
    const { route, clock, told } = await ready({ modem });
    modem.say('+CDS: 25', report(0, '00'));
    await clock.advance(0);
    expect(told.receipts).toHaveLength(1);
    expect(modem.heard).not.toContain('AT+CNMA');
    await stop(route);
  });

  it('that the modem stores are read, put on disk, then deleted', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CMGR=3', ['+CMGR: ,,25', report(4, '00'), 'OK']);
    modem.heard.length = 0;
    modem.say('+CDSI: "SR",3');
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ refs: ['4/33639980001'] }]);
    expect(modem.heard).toEqual(['AT+CPMS="SR"', 'AT+CMGR=3', 'AT+CMGD=3']);
    await stop(route);
  });

  it('with the recipient’s number in national form are matched by the number that the message was sent to', async () => {
    const { route, clock, modem, told } = await ready();
    void route.submit(part(clock));
    await clock.advance(0);
    modem.say('+CDS: 25', report(0, '00', '0A816093890010'));
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ refs: ['0/33639980001', '0/0639980001'], to: '+33639980001' }]);
    await stop(route);
  });

  it('with a garbled recipient are matched by TP-MR', async () => {
    const { route, clock, modem, told } = await ready();
    void route.submit(part(clock));
    await clock.advance(0);
    modem.say('+CDS: 25', report(0, '00', '0B91EDCBFFFFFFFF'));
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ refs: ['0/33639980001'], to: undefined }]);
    await stop(route);
  });

  it.each([
    ['as the gateway does', '0B913336990800F1', ['8/33639980001']],
    ['nationally', '0A816093890010', ['8/33639980001', '8/0639980001']],
  ])(
    'of a part without a result, with the number written %s, are given to the store, which decides what part they are for',
    async (_how, recipient, refs) => {
      const { route, clock, modem, told } = await ready();
      modem.results.push(undefined);
      void route.submit(part(clock, { to: '+33639980001' as Msisdn }));
      await clock.advance(190_000);
      modem.say('+CDS: 25', report(8, '00', recipient));
      await clock.advance(0);
      expect(told.late).toEqual([]);
      expect(told.receipts).toMatchObject([{ refs, to: '+33639980001' }]);
      await stop(route);
    },
  );

  it('whose national number could be that of two messages are matched to neither message', async () => {
    const { route, clock, modem, told } = await ready();
    for (const to of ['+33639980001', '+32639980001']) {
      modem.results.push(undefined);
      void route.submit(part(clock, { to: to as Msisdn }));
      await clock.advance(190_000);
    }
    modem.say('+CDS: 25', report(8, '00', '0A816093890010'));
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ refs: ['8/0639980001'], to: undefined }]);
    await stop(route);
  });
});

describe('a modem that stores its status reports', () => {
  it('has the memory of status reports (SR) read', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CNMI=?', ['+CNMI: (0-2),(0-3),(0,2),(0,2),(0,1)', 'OK']);
    modem.onCommand = (command) => {
      const stored = command === 'AT+CPMS="SR"' ? ['+CMGL: 1,0,,25', report(3, '00'), 'OK'] : ['OK'];
      if (command.startsWith('AT+CPMS="')) modem.replies.set(LIST, stored);
    };
    const { route, told } = await ready({ modem });
    expect(modem.heard).toContain('AT+CNMI=2,1,0,2,0');
    expect(told.receipts).toMatchObject([{ refs: ['3/33639980001'] }]);
    await stop(route);
  });

  it('in SR but announces them as if they were in SM has them read from SR (EC25)', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CMGR=0', ['+CMS ERROR: 321']);
    modem.onCommand = (command) => {
      const stored = command === 'AT+CPMS="SR"' ? ['+CMGL: 0,0,,25', report(3, '00'), 'OK'] : ['OK'];
      if (command.startsWith('AT+CPMS="')) modem.replies.set(LIST, stored);
    };
    modem.say('+CDSI: "SM",0');
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ refs: ['3/33639980001'] }]);
    expect(modem.heard).toContain('AT+CMGD=0');
    await stop(route);
  });
});
