import { expect, test } from 'vitest';
import type { Outcome } from '../../../../src/domain/messages/outcome.ts';
import { boundRig, linkRig } from '../../../support/smpp/link-rig.ts';
import { cstring, deliverSm, pdu } from '../../../support/smpp/scripted-smsc.ts';

const SUBMIT_SM_RESP = 0x80000004;

test('a submit times out exactly at the response time-out, to the millisecond', async () => {
  const { clock, submit, socket, late } = await boundRig({ responseTimeout: '10s' });
  let outcome: Outcome | undefined;
  void submit().then((settled) => {
    outcome = settled;
  });
  await clock.advance(9999);
  expect(outcome).toBeUndefined();
  await clock.advance(1);
  expect(outcome).toEqual({
    kind: 'uncertain',
    reason: 'the carrier did not answer in time',
    evidence: 'no submit_sm_resp within 10000 ms',
  });
  socket().push(pdu(SUBMIT_SM_RESP, 0, 2, cstring('77')));
  await clock.advance(0);
  expect(late).toEqual([{ kind: 'accepted', carrier: 'orange', carrierRef: '77' }]);
});

test('each submit has a time-out of its own, even when earlier submits were answered', async () => {
  const { clock, submit, socket } = await boundRig({ responseTimeout: '10s' });
  const kinds: string[] = [];
  const note = (outcome: Outcome) => kinds.push(outcome.kind);
  void submit().then(note);
  await clock.advance(4000);
  void submit().then(note);
  await clock.advance(1000);
  socket().push(pdu(SUBMIT_SM_RESP, 0, 2, cstring('1')));
  await clock.advance(8999);
  expect(kinds).toEqual(['accepted']);
  await clock.advance(1);
  expect(kinds).toEqual(['accepted', 'uncertain']);
});

test('a carrier that does not read its socket gets no more submits, however wide the window, until it reads', async () => {
  const { clock, link, submit, socket } = await boundRig({ window: 100 });
  for (let i = 0; i < 20; i++) void submit();
  await clock.advance(0);
  expect(link.room).toBe(0);
  expect(link.inFlight).toBe(20);
  socket().takeIn();
  await clock.advance(0);
  expect(link.room).toBe(80);
});

test('a link that receives a PDU before each enquire_link interval is over sends no enquire_link', async () => {
  const { clock, socket, disk } = await boundRig({ enquireLink: '30s' });
  disk.resolve(0);
  const written = socket().written.length;
  for (let i = 0; i < 4; i++) {
    await clock.advance(29_000);
    socket().push(deliverSm({ sequence: i + 1, octets: Buffer.from('hi') }));
    await clock.advance(0);
    socket().takeIn();
  }
  const commands = socket()
    .written.slice(written)
    .map((octets) => octets.readUInt32BE(4));
  expect(commands).toEqual([0x80000005, 0x80000005, 0x80000005, 0x80000005]);
});

test('a carrier down for twenty minutes is dialled at a growing pace, and bound when it is back', async () => {
  const { clock, sockets, socket, bind, link } = await boundRig();
  await clock.advance(5000);
  for (let i = 0; i < 200 && clock.now() < Date.UTC(2026, 0, 1, 0, 20); i++) {
    socket().destroy(Object.assign(new Error(), { code: 'ECONNREFUSED' }));
    const dialled = sockets.length;
    for (let waited = 0; waited < 100 && sockets.length === dialled; waited++) await clock.advance(1000);
  }
  expect(sockets.length).toBeGreaterThan(30);
  expect(sockets.length).toBeLessThan(60);
  await bind();
  expect(link.bound).toBe(true);
});

test('a hundred links to a carrier that was unreachable dial again spread over the pause, never all at once', async () => {
  const reconnect = { min: '1s', max: '60s' };
  const links = Array.from({ length: 100 }, (_, index) => linkRig({ reconnect }, () => index / 100));
  for (const { link } of links) link.start();
  const dials: number[] = [];
  for (let second = 0; second < 1200; second++) {
    for (const { socket } of links) {
      if (!socket().destroyed) socket().destroy(Object.assign(new Error(), { code: 'ECONNREFUSED' }));
    }
    const before = links.reduce((sum, { sockets }) => sum + sockets.length, 0);
    for (const { clock } of links) await clock.advance(1000);
    dials.push(links.reduce((sum, { sockets }) => sum + sockets.length, 0) - before);
  }
  // A hundred links with pauses of 30 to 60 s dial 2 or 3 times a second on average.
  expect(Math.max(...dials.slice(600))).toBeLessThanOrEqual(20);
  for (const { link } of links) await link.abort();
});

test('a connection that cannot even be begun is shown in the link’s reason, and tried again', async () => {
  const { clock, link, refuseDials, log } = linkRig();
  refuseDials();
  link.start();
  expect(link.reason).toBe('the link cannot be set up: no such file or directory');
  await clock.advance(60_000);
  expect(log.lines.filter(({ level }) => level === 'warn').length).toBeGreaterThan(4);
});

test('a link that is aborted leaves no timer behind, whatever it was doing', async () => {
  for (const prepare of [
    () => {},
    (made: ReturnType<typeof linkRig>) => void made.submit(),
    (made: ReturnType<typeof linkRig>) => void made.socket().destroy(),
  ]) {
    const made = await boundRig();
    prepare(made);
    await made.clock.advance(100);
    await made.link.abort();
    await made.clock.advance(0);
    expect(made.clock.pending).toBe(0);
    expect(made.link.inFlight).toBe(0);
  }
});

test('submits to a link without a session are handed back for a retry', async () => {
  const { submit } = linkRig();
  expect(await submit()).toMatchObject({ kind: 'retry', throttled: false });
});

test('a carrier that answers enquire_link but no submit gets one submit at a time, until it answers', async () => {
  const { clock, link, submit, socket } = await boundRig({ responseTimeout: '10s', window: 50 });
  const alive = () => {
    socket().takeIn();
    socket().push(pdu(0x15, 0, 9));
  };
  for (let i = 0; i < 10; i++) void submit();
  await clock.advance(5000);
  alive();
  await clock.advance(5000);
  expect(link.room).toBe(1);
  expect(link.reason).toMatch(/^the carrier takes messages but does not answer/);
  const answered = submit();
  await clock.advance(0);
  expect(link.room).toBe(0);
  alive();
  socket().push(pdu(SUBMIT_SM_RESP, 0, 12, cstring('1')));
  expect(await answered).toMatchObject({ kind: 'accepted' });
  socket().takeIn();
  await clock.advance(0);
  expect(link.reason).toBeUndefined();
  expect(link.room).toBe(50);
});

test('a carrier that answers later submits, and never the ten before them, keeps its whole window', async () => {
  const { clock, link, submit, socket } = await boundRig({ responseTimeout: '10s', window: 50 });
  for (let i = 0; i < 10; i++) void submit();
  await clock.advance(5000);
  const answered = submit();
  await clock.advance(0);
  socket().takeIn();
  socket().push(pdu(SUBMIT_SM_RESP, 0, 12, cstring('1')));
  expect(await answered).toMatchObject({ kind: 'accepted' });
  await clock.advance(5000);
  socket().takeIn();
  await clock.advance(0);
  expect(link.inFlight).toBe(0);
  expect(link.reason).toBeUndefined();
  expect(link.room).toBe(50);
});

test('with a stalled disk at most ten thousand deliveries wait; the carrier is asked to send the others again', async () => {
  const { clock, socket, disk, link } = await boundRig();
  const answers = () => {
    socket().takeIn();
    return Buffer.concat(socket().written.splice(0));
  };
  answers();
  socket().push(Buffer.concat(Array.from({ length: 10_001 }, (_, i) => deliverSm({ sequence: i + 1 }))));
  await clock.advance(0);
  expect(link.unacknowledged).toBe(10_000);
  expect(answers()).toEqual(pdu(0x80000005, 0x64, 10_001));
  disk.resolve(0);
  await clock.advance(0);
  expect(link.unacknowledged).toBe(0);
});
