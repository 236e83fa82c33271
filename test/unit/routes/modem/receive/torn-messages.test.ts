import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../../src/routes/modem/pdu/fingerprint.ts';
import { ready, stop } from '../../../../support/modem/harness.ts';
import { ScriptedModem } from '../../../../support/modem/scripted-modem.ts';

const SMSC = '0791331900000000';
/** The PDU of "Hi" from a number: 21 octets without the service centre. */
const message = (number: string, stamp = '62115221304540') =>
  `${SMSC}040B91333699${number}0000${stamp}02C834`;
const FIRST = message('0800F1');
const SECOND = message('0800F2');
const LIST = 'AT+CMGL=4';
const UPKEEP_MS = 31_000;

const deletions = (modem: ScriptedModem): readonly string[] =>
  modem.heard.filter((command) => command.startsWith('AT+CMGD'));

describe('a stored message that loses octets on the line', () => {
  it.each([
    ['the whole PDU in a listing', ['+CMGL: 3,1,,21', '+CMGL: 4,1,,21', SECOND, 'OK']],
    ['an octet in a listing', ['+CMGL: 3,1,,21', FIRST.slice(0, -2), '+CMGL: 4,1,,21', SECOND, 'OK']],
    ['a digit in a listing', ['+CMGL: 3,1,,21', FIRST.slice(0, -1), '+CMGL: 4,1,,21', SECOND, 'OK']],
  ])('(%s) is read again by its index, and not deleted before it is read', async (_lost, listing) => {
    const modem = new ScriptedModem();
    modem.replies.set(LIST, listing);
    modem.replies.set('AT+CMGR=3', ['+CMGR: 1,,21', FIRST, 'OK']);
    const { route, told } = await ready({ modem });
    expect(told.inboundMessages.map(({ evidence }) => evidence)).toEqual([FIRST, SECOND]);
    expect(deletions(modem)).toEqual(['AT+CMGD=3', 'AT+CMGD=4']);
    await stop(route);
  });

  it('while it is read by its index is read by its index once more', async () => {
    const { route, clock, modem, told } = await ready();
    const readings = [
      ['+CMGR: 0,,21', FIRST.slice(0, -4), 'OK'],
      ['+CMGR: 1,,21', FIRST, 'OK'],
    ];
    modem.onCommand = (command) => {
      if (command === 'AT+CMGR=2') modem.replies.set(command, readings.shift());
    };
    modem.say('+CMTI: "SM",2');
    await clock.advance(0);
    expect(told.inboundMessages.map(({ evidence }) => evidence)).toEqual([FIRST]);
    expect(deletions(modem)).toEqual(['AT+CMGD=2']);
    await stop(route);
  });

  it('at each reading stays in the modem, and is not stored', async () => {
    const { route, clock, modem, told } = await ready();
    let lost = 2;
    modem.onCommand = (command) => {
      if (command === 'AT+CMGR=2') modem.replies.set(command, ['+CMGR: 0,,21', FIRST.slice(0, -lost), 'OK']);
      lost += 2;
    };
    modem.say('+CMTI: "SM",2');
    await clock.advance(0);
    expect(told.inboundMessages).toEqual([]);
    expect(deletions(modem)).toEqual([]);
    await stop(route);
  });
});

describe('a stored message whose length differs from what the modem says', () => {
  it('is stored once two readings of it were equal', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CMGR=2', ['+CMGR: 0,,99', FIRST, 'OK']);
    modem.say('+CMTI: "SM",2');
    await clock.advance(0);
    expect(told.inboundMessages.map(({ evidence }) => evidence)).toEqual([FIRST]);
    expect(deletions(modem)).toEqual(['AT+CMGD=2']);
    await stop(route);
  });

  it('is stored once two listings were equal, on a modem that cannot read a message by its index', async () => {
    const modem = new ScriptedModem();
    modem.replies.set('AT+CPMS?', ['+CPMS: "SM",1,20,"SM",1,20,"SM",1,20', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 3,1,,99', FIRST, 'OK']);
    modem.replies.set('AT+CMGR=3', ['ERROR']);
    const { route, clock, told } = await ready({ modem });
    expect(told.inboundMessages).toEqual([]);
    await clock.advance(UPKEEP_MS);
    expect(told.inboundMessages.map(({ evidence }) => evidence)).toEqual([FIRST]);
    await stop(route);
  });
});

describe('an empty place in the memory', () => {
  it('is not taken for a message, even if the modem lists it with a length of 0', async () => {
    const { route, clock, modem, told } = await ready();
    modem.replies.set('AT+CMGR=2', ['+CMGR: 0,,0', 'OK']);
    modem.say('+CMTI: "SM",2');
    await clock.advance(0);
    expect(told.inboundMessages).toEqual([]);
    expect(deletions(modem)).toEqual([]);
    await stop(route);
  });
});

describe('the same text twice from the same phone', () => {
  it('is one message read twice if the time stamps are equal: the PDU is its fingerprint', async () => {
    const { route, clock, modem, told } = await ready();
    modem.say('+CMT: ,21', FIRST);
    await clock.advance(0);
    expect(told.inboundMessages).toMatchObject([
      { fingerprint: fingerprintOf(FIRST), formerFingerprint: FIRST },
    ]);
    await stop(route);
  });

  it('is one message sent again though by then others wait, or another service centre sends it', () => {
    const others = `0791331900000001${FIRST.slice(SMSC.length)}`.replace(/040B91/, '000B91');
    expect(fingerprintOf(others)).toBe(fingerprintOf(FIRST));
    expect(fingerprintOf(FIRST.toLowerCase())).toBe(fingerprintOf(FIRST));
    expect(fingerprintOf(SECOND)).not.toBe(fingerprintOf(FIRST));
    // TP-SRI, and the time stamp.
    expect(fingerprintOf(FIRST.replace(/040B91/, '240B91'))).not.toBe(fingerprintOf(FIRST));
    expect(fingerprintOf(message('0800F1', '62115221304550'))).not.toBe(fingerprintOf(FIRST));
  });

  it.each(['', '07', 'no hex', '0791'])('is told apart also if the PDU is cut (%j)', (cut) => {
    expect(fingerprintOf(cut)).toBe(cut);
  });

  it('is two messages if there is no time stamp: neither message is dropped', async () => {
    const { route, clock, modem, told } = await ready();
    for (let i = 0; i < 2; i++) modem.say('+CMT: ,21', message('0800F1', '00000000000000'));
    await clock.advance(0);
    expect(told.inboundMessages.map(({ fingerprint }) => fingerprint)).toEqual([undefined, undefined]);
    await stop(route);
  });
});

describe('a memory of status reports (SR) selected for reading', () => {
  it('does not hide a message from a phone that came without an indication', async () => {
    const modem = new ScriptedModem();
    const { route, clock, told } = await ready({ modem });
    modem.replies.set('AT+CPMS?', ['+CPMS: "SR",0,20,"SM",1,20,"SM",1,20', 'OK']);
    modem.replies.set(LIST, ['+CMGL: 1,0,,21', FIRST, 'OK']);
    await clock.advance(UPKEEP_MS);
    expect(told.inboundMessages).toHaveLength(1);
    await stop(route);
  });
});
