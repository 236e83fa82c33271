import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../../src/domain/messages/outcome.ts';
import { boundRig, linkRig } from '../../../support/smpp/link-rig.ts';
import { cstring, pdu } from '../../../support/smpp/scripted-smsc.ts';

const HOUR_MS = 3_600_000;
const SUBMIT_SM_RESP = 0x80000004;
const ENQUIRE_LINK = 0x15;

describe.each([
  ['forward', HOUR_MS],
  ['back', -HOUR_MS],
])('a clock that is set %s by an hour', (_, byMs) => {
  test('ends no submit before its response time-out, and lets none wait longer', async () => {
    const { clock, submit, late } = await boundRig({ responseTimeout: '10s' });
    const kinds: string[] = [];
    const note = ({ kind }: Outcome) => kinds.push(kind);
    void submit().then(note);
    await clock.advance(4000);
    clock.set(byMs);
    void submit().then(note);
    await clock.advance(5999);
    expect(kinds).toEqual([]);
    await clock.advance(1);
    expect(kinds).toEqual(['uncertain']);
    await clock.advance(4000);
    expect(kinds).toEqual(['uncertain', 'uncertain']);
    expect(late).toEqual([]);
  });

  test('leaves a submit that is answered in time accepted', async () => {
    const { clock, submit, socket } = await boundRig({ responseTimeout: '10s' });
    const outcome = submit();
    await clock.advance(4000);
    clock.set(byMs);
    await clock.advance(1000);
    socket().push(pdu(SUBMIT_SM_RESP, 0, 2, cstring('77')));
    expect(await outcome).toMatchObject({ kind: 'accepted' });
  });

  test('changes nothing about when a silent carrier is asked whether it is there, and given up', async () => {
    const { clock, link, socket } = await boundRig({ enquireLink: '30s', responseTimeout: '10s' });
    socket().takeIn();
    await clock.advance(20_000);
    clock.set(byMs);
    const before = socket().written.length;
    await clock.advance(9999);
    expect(socket().written).toHaveLength(before);
    await clock.advance(1);
    expect(socket().written.at(-1)?.readUInt32BE(4)).toBe(ENQUIRE_LINK);
    clock.set(-byMs);
    await clock.advance(9999);
    expect(link.bound).toBe(true);
    await clock.advance(1);
    expect(link.bound).toBe(false);
  });

  test('changes nothing about the pause before a lost link is dialled again', async () => {
    const { clock, sockets, socket, link } = linkRig({ reconnect: { min: '1s', max: '60s' } }, () => 0.999);
    link.start();
    socket().destroy();
    await clock.advance(500);
    clock.set(byMs);
    await clock.advance(300);
    expect(sockets).toHaveLength(1);
    await clock.advance(700);
    expect(sockets).toHaveLength(2);
  });
});
