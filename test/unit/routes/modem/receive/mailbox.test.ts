import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const SMSC = '0791331900000000';
const STAMP = '62115221304540';
/** The PDU of the message "Hi" from +33639980001. */
const MESSAGE = `${SMSC}040B913336990800F10000${STAMP}02C834`;
const report = (reference: number, status: string, recipient = '0B913336990800F1') =>
  `${SMSC}06${reference.toString(16).padStart(2, '0')}${recipient}${STAMP}${STAMP}${status}`.toUpperCase();

const LIST = 'AT+CMGL=4';

describe('status reports', () => {
  it('name the part with the reference of its accepted outcome, and are acknowledged once they are on disk', async () => {
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

  it('that cannot be put on disk are not acknowledged', async () => {
    const { route, clock, modem, told } = await ready();
    told.match = () => Promise.reject(new Error('disk full'));
    told.keep = () => Promise.reject(new Error('disk full'));
    modem.say('+CDS: 25', report(0, '00'));
    await clock.advance(0);
    expect(modem.heard).not.toContain('AT+CNMA');
    await stop(route);
  });

  it('are not acknowledged to a modem without AT+CSMS=1', async () => {
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

  it('that spell the number nationally are matched by the number that the message was sent to', async () => {
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
    'of a part whose result never came, that spell its number %s, leave it to the store which part it was',
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

  it('whose spelling could mean two numbers are matched to neither', async () => {
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

describe('messages from phones', () => {
  it('are on disk before they are deleted from the modem', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CMGR=2', ['+CMGR: 0,,21', MESSAGE, 'OK']);
    modem.heard.length = 0;
    modem.say('+CMTI: "SM",2');
    await clock.advance(0);
    expect(told.inboundMessages).toEqual([
      {
        route: 'modem-1',
        from: '+33639980001',
        to: undefined,
        text: 'Hi',
        concat: undefined,
        fingerprint: MESSAGE,
        evidence: MESSAGE,
      },
    ]);
    expect(modem.heard).toEqual(['AT+CPMS="SM"', 'AT+CMGR=2', 'AT+CMGD=2']);
    await stop(route);
  });

  it('stay in the modem when they cannot be put on disk', async () => {
    const { route, clock, modem, told } = await ready();
    told.match = () => Promise.reject(new Error('disk full'));
    told.keep = () => Promise.reject(new Error('disk full'));
    modem.replies.set('AT+CMGR=2', ['+CMGR: 0,,21', MESSAGE, 'OK']);
    modem.say('+CMTI: "SM",2');
    await clock.advance(0);
    expect(modem.heard).toContain('AT+CMGR=2');
    expect(modem.heard).not.toContain('AT+CMGD=2');
    await stop(route);
  });

  it('over a limit are deleted from the modem, so that others find room', async () => {
    const { route, clock, modem, told } = await ready();
    told.keep = async () => 'overLimit';
    modem.replies.set('AT+CMGR=2', ['+CMGR: 0,,21', MESSAGE, 'OK']);
    modem.say('+CMTI: "SM",2');
    await clock.advance(0);
    expect(modem.heard).toContain('AT+CMGD=2');
    await stop(route);
  });

  it('that came while the gateway was not running are fetched at the start', async () => {
    const modem = new ScriptedModem();
    modem.replies.set(LIST, ['+CMGL: 1,0,,21', MESSAGE, '+CMGL: 4,1,"",21', MESSAGE, 'OK']);
    const { route, told } = await ready({ modem });
    expect(told.inboundMessages).toHaveLength(2);
    expect(modem.heard).toContain('AT+CMGD=1');
    expect(modem.heard).toContain('AT+CMGD=4');
    await stop(route);
  });

  it('are fetched, but stored outgoing messages are left alone', async () => {
    const modem = new ScriptedModem();
    modem.replies.set(LIST, ['+CMGL: 1,2,,21', '0001000B917228001011F100000CC8329BFD065DDF72363904', 'OK']);
    const { route, told } = await ready({ modem });
    expect(told.inboundMessages).toEqual([]);
    expect(modem.heard).not.toContain('AT+CMGD=1');
    await stop(route);
  });

  it('that arrive while a part is being sent do not disturb it', async () => {
    const { route, clock, modem, told } = await ready();
    modem.results.push(['+CMT: ,24', MESSAGE, '+CMGS: 6', 'OK']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ carrierRef: '6/33639980001' });
    expect(told.inboundMessages).toHaveLength(1);
    expect(modem.heard.at(-1)).toBe('AT+CNMA');
    await stop(route);
  });

  it('that cannot be decoded are kept as their PDU', async () => {
    const { route, clock, modem, told } = await ready();
    modem.say('+CMT: ,24', '0791');
    await clock.advance(0);
    expect(told.inboundMessages).toMatchObject([{ from: '', text: '', evidence: '0791' }]);
    await stop(route);
  });

  it('that fill the memory, which the modem reports, are fetched', async () => {
    const { route, clock, modem } = await ready();
    modem.heard.length = 0;
    modem.say('^SMMEMFULL:"SM"');
    await clock.advance(0);
    expect(modem.heard).toContain(LIST);
    await stop(route);
  });

  it('that find no room among drafts in the memory: the drafts stay, and one error is logged', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",2,2,"SM",2,2,"SM",2,2', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 1,2,,21', MESSAGE, '+CMGL: 2,3,,21', MESSAGE, 'OK']);
    const { route, clock, logged } = await ready({ modem });
    await clock.advance(120_000);
    expect(modem.heard.join()).not.toContain('AT+CMGD');
    expect(logged.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { memory: 'SM', messages: 2 }, message: expect.stringMatching(/full of messages/) },
    ]);
    await stop(route);
  });

  it('are read index by index when AT+CMGL is refused', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",2,5,"SM",2,5,"SM",2,5', 'OK']);
    modem.replies.set(LIST, ['+CMS ERROR: 500']);
    modem.replies.set('AT+CMGR=1', ['+CMS ERROR: 321']);
    modem.replies.set('AT+CMGR=2', ['+CMGR: 0,,21', MESSAGE, 'OK']);
    modem.replies.set('AT+CMGR=3', ['OK']);
    modem.replies.set('AT+CMGR=4', ['+CMGR: 1,,21', MESSAGE, 'OK']);
    const { route, told } = await ready({ modem });
    expect(told.inboundMessages).toHaveLength(2);
    expect(modem.heard.filter((command) => command.startsWith('AT+CMGD'))).toEqual([
      'AT+CMGD=2',
      'AT+CMGD=4',
    ]);
    // Both messages are found, so index 5 isn't read.
    expect(modem.heard).not.toContain('AT+CMGR=5');
    await stop(route);
  });

  it('are read from index 0 where the profile says so, even when AT+CMGL hangs', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CGMI', ['huawei', 'OK']);
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",1,5,"SM",1,5,"SM",1,5', 'OK']);
    modem.replies.set(LIST, undefined);
    modem.replies.set('AT+CMGR=0', ['+CMGR: 0,,21', MESSAGE, 'OK']);
    const { route, clock, told } = await ready({ modem });
    await clock.advance(40_000);
    expect(told.inboundMessages).toHaveLength(1);
    await stop(route);
  });

  it('are not stored twice when they could not be deleted', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",1,20,"SM",1,20,"SM",1,20', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 1,0,,21', MESSAGE, 'OK']);
    modem.replies.set('AT+CMGD=1', ['+CMS ERROR: 320']);
    const { route, clock, told } = await ready({ modem });
    await clock.advance(90_000);
    expect(modem.heard.filter((command) => command === 'AT+CMGD=1').length).toBeGreaterThan(2);
    expect(told.inboundMessages).toHaveLength(1);
    await stop(route);
  });

  it('whose +CMTI was lost are found by the regular upkeep', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",1,20,"SM",1,20,"SM",1,20', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 1,0,,21', MESSAGE, 'OK']);
    await clock.advance(31_000);
    expect(told.inboundMessages).toHaveLength(1);
    await stop(route);
  });

  it('that could not be put on disk come in once the disk has room', async () => {
    const { route, clock, modem, told } = await ready();
    const keep = told.keep;
    told.keep = () => Promise.reject(new Error('disk full'));
    modem.replies.set('AT+CMGR=2', ['+CMGR: 0,,21', MESSAGE, 'OK']);
    modem.say('+CMTI: "SM",2');
    await clock.advance(0);
    told.keep = keep;
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",1,20,"SM",1,20,"SM",1,20', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 2,0,,21', MESSAGE, 'OK']);
    await clock.advance(31_000);
    expect(modem.heard).toContain('AT+CMGD=2');
    await stop(route);
  });
});

describe('a modem that stores its reports', () => {
  it('has the memory of its reports read as well', async () => {
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
});
