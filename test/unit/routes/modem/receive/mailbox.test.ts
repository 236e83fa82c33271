import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../../src/routes/modem/pdu/fingerprint.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';
import { LIST, MESSAGE } from '../../../../support/modem/stored-pdus.ts';

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
        fingerprint: fingerprintOf(MESSAGE),
        formerFingerprint: MESSAGE,
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

  it('beyond the intake limit are deleted from the modem, so that the modem has room for others', async () => {
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

  it('are told from stored outgoing messages, which are left in the modem', async () => {
    const modem = new ScriptedModem();
    modem.replies.set(LIST, ['+CMGL: 1,2,,21', '0001000B917228001011F100000CC8329BFD065DDF72363904', 'OK']);
    const { route, told } = await ready({ modem });
    expect(told.inboundMessages).toEqual([]);
    expect(modem.heard).not.toContain('AT+CMGD=1');
    await stop(route);
  });

  it('that arrive while a part is being sent do not disturb the sending', async () => {
    const { route, clock, modem, told } = await ready();
    modem.results.push(['+CMT: ,24', MESSAGE, '+CMGS: 6', 'OK']);
    const outcome = route.submit(part(clock));
    await clock.advance(0);
    expect(await outcome).toMatchObject({ carrierRef: '6/33639980001' });
    expect(told.inboundMessages).toHaveLength(1);
    expect(modem.heard.at(-1)).toBe('AT+CNMA');
    await stop(route);
  });

  it('that cannot be decoded are kept aside with the reason and their PDU as evidence', async () => {
    const { route, clock, modem, told } = await ready();
    modem.say('+CMT: ,24', '0791');
    await clock.advance(0);
    expect(told.inboundMessages).toMatchObject([{ from: '', evidence: '0791', aside: expect.any(String) }]);
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

  it('find no room in a memory full of drafts: the drafts stay, and one error is logged', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",2,2,"SM",2,2,"SM",2,2', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 1,2,,21', MESSAGE, '+CMGL: 2,3,,21', MESSAGE, 'OK']);
    const { route, clock, logged } = await ready({ modem });
    await clock.advance(120_000);
    expect(modem.heard.join()).not.toContain('AT+CMGD');
    expect(logged.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { memory: 'SM', messages: 2 }, message: expect.stringMatching(/full of 2 messages/) },
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

  it('are not stored twice when they could not be deleted from the modem', async () => {
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

  it('whose +CMTI was lost are found at the next regular check', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",1,20,"SM",1,20,"SM",1,20', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 1,0,,21', MESSAGE, 'OK']);
    await clock.advance(31_000);
    expect(told.inboundMessages).toHaveLength(1);
    await stop(route);
  });

  it('that could not be stored are stored, and then deleted from the modem, once the disk has room', async () => {
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
