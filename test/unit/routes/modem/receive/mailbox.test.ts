import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const SMSC = '0791331900000000';
const STAMP = '62115221304540';
/** "Hi" from +33639980001. */
const MESSAGE = `${SMSC}040B913336990800F10000${STAMP}02C834`;
const report = (reference: number, status: string, recipient = '0B913336990800F1') =>
  `${SMSC}06${reference.toString(16).padStart(2, '0')}${recipient}${STAMP}${STAMP}${status}`.toUpperCase();

const LIST = 'AT+CMGL=4';

describe('status reports', () => {
  it('name the part as its accepted outcome did, and are acknowledged once they are kept', async () => {
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

  it('that cannot be kept are not acknowledged', async () => {
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

  it('that are stored are fetched, kept, then deleted', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CMGR=3', ['+CMGR: ,,25', report(4, '00'), 'OK']);
    modem.heard.length = 0;
    modem.say('+CDSI: "SR",3');
    await clock.advance(0);
    expect(told.receipts).toMatchObject([{ refs: ['4/33639980001'] }]);
    expect(modem.heard).toEqual(['AT+CPMS="SR"', 'AT+CMGR=3', 'AT+CMGD=3']);
    await stop(route);
  });

  it('that spell the number nationally are matched by the number we sent to', async () => {
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
    ['as we do', '0B913336990800F1', ['8/33639980001']],
    ['nationally', '0A816093890010', ['8/33639980001', '8/0639980001']],
  ])(
    'of a part whose result never came, that name its number %s, leave it to the disk which part it was',
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

  it('whose spelling could mean two numbers are guessed to mean neither', async () => {
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

  it('stay in the modem when they cannot be kept', async () => {
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

  it('over a limit leave their place in the modem, which is everybody’s', async () => {
    const { route, clock, modem, told } = await ready();
    told.keep = async () => 'overLimit';
    modem.replies.set('AT+CMGR=2', ['+CMGR: 0,,21', MESSAGE, 'OK']);
    modem.say('+CMTI: "SM",2');
    await clock.advance(0);
    expect(modem.heard).toContain('AT+CMGD=2');
    await stop(route);
  });

  it('that came while nobody listened are swept up at the start', async () => {
    const modem = new ScriptedModem();
    modem.replies.set(LIST, ['+CMGL: 1,0,,21', MESSAGE, '+CMGL: 4,1,"",21', MESSAGE, 'OK']);
    const { route, told } = await ready({ modem });
    expect(told.inboundMessages).toHaveLength(2);
    expect(modem.heard).toContain('AT+CMGD=1');
    expect(modem.heard).toContain('AT+CMGD=4');
    await stop(route);
  });

  it('of our own that lie there unsent are left alone', async () => {
    const modem = new ScriptedModem();
    modem.replies.set(LIST, ['+CMGL: 1,2,,21', '0001000B917228001011F100000CC8329BFD065DDF72363904', 'OK']);
    const { route, told } = await ready({ modem });
    expect(told.inboundMessages).toEqual([]);
    expect(modem.heard).not.toContain('AT+CMGD=1');
    await stop(route);
  });

  it('that arrive while a part is being sent disturb nothing', async () => {
    const { route, clock, modem, told } = await ready();
    modem.results.push(['+CMT: ,24', MESSAGE, '+CMGS: 6', 'OK']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ carrierRef: '6/33639980001' });
    expect(told.inboundMessages).toHaveLength(1);
    expect(modem.heard.at(-1)).toBe('AT+CNMA');
    await stop(route);
  });

  it('that cannot be read are kept as they came', async () => {
    const { route, clock, modem, told } = await ready();
    modem.say('+CMT: ,24', '0791');
    await clock.advance(0);
    expect(told.inboundMessages).toMatchObject([{ from: '', text: '', evidence: '0791' }]);
    await stop(route);
  });

  it('fill the memory: the modem says so, and it is swept', async () => {
    const { route, clock, modem } = await ready();
    modem.heard.length = 0;
    modem.say('^SMMEMFULL:"SM"');
    await clock.advance(0);
    expect(modem.heard).toContain(LIST);
    await stop(route);
  });

  it('find no room among drafts of whoever had the SIM: those are left, and somebody is told, once', async () => {
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

  it('are fetched place by place when they cannot be listed', async () => {
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
    // Both are found: there is no fifth to look for.
    expect(modem.heard).not.toContain('AT+CMGR=5');
    await stop(route);
  });

  it('are fetched from place 0 where the family begins there, even when the listing hangs', async () => {
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

  it('are not taken twice when they could not be deleted', async () => {
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

  it('whose indication was lost are found by the upkeep', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",1,20,"SM",1,20,"SM",1,20', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 1,0,,21', MESSAGE, 'OK']);
    await clock.advance(31_000);
    expect(told.inboundMessages).toHaveLength(1);
    await stop(route);
  });

  it('that could not be kept come in once there is room on the disk', async () => {
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
  it('has their memory swept as well', async () => {
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
