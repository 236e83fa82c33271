import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE, sentAlerts } from '../../support/inbound/sent-alerts.ts';
import { asStored } from '../../support/store/behind-the-store.ts';
import { claimRequest, newMessage, requeued, T0 } from '../../support/store/messages.ts';

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const { reached, optOuts, stateOf } = sentAlerts(() => rig);

describe('an opt-out by SMS (STOP)', () => {
  test('is on disk with its evidence, gets one reply, and is shown in the inbox', async () => {
    expect(await rig.say('Stop svp', PHONE)).toMatchObject({ handledAs: 'optOut', alert: undefined });
    expect(optOuts()).toEqual([{ number: PHONE, list_id: 0, source: 'sms', evidence: 'Stop svp' }]);
    await rig.say('STOP !!', PHONE);
    expect(await rig.textsTo(PHONE)).toEqual([
      'Vous ne recevrez plus nos messages. Pour les recevoir de nouveau, répondez START.',
    ]);
  });

  test('leaves an audit row, which a later opt-in does not erase', async () => {
    await rig.say('STOP', PHONE);
    await rig.say('START', PHONE);
    expect(optOuts()).toEqual([]);
    expect(rig.rows.rows('SELECT action, number, list_id, evidence FROM opt_out_log')).toEqual([
      { action: 'optOut', number: PHONE, list_id: 0, evidence: 'STOP' },
      { action: 'optIn', number: PHONE, list_id: 0, evidence: 'START' },
    ]);
    expect((await rig.textsTo(PHONE))[1]).toContain('de nouveau');
    const filter = { actor: undefined, action: undefined, subject: `number:${PHONE}`, since: undefined };
    const { items } = await rig.store.audit(filter, { limit: 10, cursor: undefined });
    expect(items.map(({ actor, action }) => [actor.id, action])).toEqual([
      [`phone:${PHONE}`, 'optOut.remove'],
      [`phone:${PHONE}`, 'optOut.add'],
    ]);
  });

  test('gets a reply in the language of its text, or else in the language of the contact', async () => {
    rig.rows.contact(OTHER, 'A', 'en');
    await rig.say('Please unsubscribe me', PHONE);
    await rig.say('STOP', OTHER);
    for (const phone of [PHONE, OTHER])
      expect(await rig.textsTo(phone)).toEqual([expect.stringMatching(/^You will get no more messages/)]);
  });

  test('gets a reply from the number that it was sent to, by the same route', async () => {
    await rig.close();
    rig = await PhoneRig.open({
      routes: [{ id: 'carrier-a', type: 'smpp', host: '127.0.0.1', port: 1, systemId: 'x', password: 'x' }],
    });
    await rig.say('STOP', PHONE, { to: '38002' });
    expect(rig.rows.rows('SELECT sender, only_routes FROM messages')).toEqual([
      { sender: '38002', only_routes: '["carrier-a"]' },
    ]);
  });

  test('opts out of the list of the last alert, and of no other list', async () => {
    const floods = rig.rows.list('Crues', PHONE);
    const works = rig.rows.list('Travaux', PHONE);
    const alert = await reached({ include: [{ list: floods }] });
    expect(await rig.say('STOP', PHONE)).toMatchObject({ handledAs: 'optOut', alert });
    expect(await rig.store.isOptedOut(PHONE, floods)).toBe(true);
    expect(await rig.store.isOptedOut(PHONE, works)).toBe(false);
    expect(await rig.textsTo(PHONE)).toEqual([expect.stringContaining('les messages de : Crues.')]);
  });

  test('opts out of every list if the last alert did not come by lists alone', async () => {
    const floods = rig.rows.list('Crues', PHONE);
    await reached({ include: [{ list: floods }, { area: 3 }] });
    await rig.say('STOP', PHONE);
    expect(optOuts()).toMatchObject([{ list_id: 0 }]);
  });

  test('opts out of every list with STOPALL, whatever list the alert came by', async () => {
    const floods = rig.rows.list('Crues', PHONE);
    await reached({ include: [{ list: floods }] });
    await rig.say('stop all', PHONE);
    expect(optOuts()).toMatchObject([{ list_id: 0 }]);
  });

  test('cancels queued messages of that list to this number, and no other messages', async () => {
    const floods = rig.rows.list('Crues', PHONE, OTHER);
    const works = rig.rows.list('Travaux', PHONE);
    const first = await reached({ include: [{ list: floods }] });
    const queue = async (alert: number, to = PHONE, wave = 2) => {
      const message = newMessage({ to });
      await rig.rows.send(rig.store, alert, message, wave);
      return message;
    };
    const update = await queue(first);
    const others = await queue(first, OTHER);
    const another = await queue(rig.rows.alert({ launchedAt: T0, include: [{ list: works }] }));
    const both = await queue(
      rig.rows.alert({ launchedAt: T0, include: [{ list: floods }, { list: works }] }),
    );
    const forced = await queue(
      rig.rows.alert({ launchedAt: T0, include: [{ list: floods }], overrideOptOut: true }),
    );
    const single = newMessage({ to: PHONE });
    await rig.store.enqueue([single]);
    // The newest alert decides, so the opt-out is for both lists.
    await reached({ include: [{ list: floods }] });
    await rig.say('STOP', PHONE);
    expect(await stateOf(update)).toBe('cancelled');
    for (const kept of [others, another, both, forced, single]) expect(await stateOf(kept)).toBe('queued');
    expect(await rig.store.timeline(update.id)).toContainEqual(
      expect.objectContaining({ to: 'cancelled', reason: 'the recipient has opted out' }),
    );
  });

  test('cancels a message that was being sent as soon as a route hands it back', async () => {
    const alert = rig.rows.alert({ launchedAt: T0 });
    const message = newMessage({ to: PHONE, lane: 77 });
    await rig.rows.send(rig.store, alert, message);
    const { claimed } = await rig.store.claim(claimRequest(77));
    await rig.say('STOP', PHONE);
    expect(await stateOf(message)).toBe('sending');
    const [one] = claimed;
    if (one === undefined) throw new Error('nothing was claimed');
    await rig.store.settle([requeued(one)]);
    expect(await stateOf(message)).toBe('cancelled');
    expect((await rig.store.claim(claimRequest(77, { now: T0 + 60_000 }))).claimed).toEqual([]);
  });

  test('makes a queued message uncertain, not cancelled, if an earlier attempt may have arrived', async () => {
    const alert = rig.rows.alert({ launchedAt: T0 });
    const message = newMessage({ to: PHONE, lane: 78 });
    await rig.rows.send(rig.store, alert, message);
    const { claimed } = await rig.store.claim(claimRequest(78));
    for (const one of claimed) await rig.store.settle([requeued(one, { possibleDuplicate: true })]);
    await rig.say('STOP', PHONE);
    expect(await stateOf(message)).toBe('uncertain');
  });

  test('that an operator records also cancels queued messages', async () => {
    const alert = rig.rows.alert({ launchedAt: T0 });
    const message = newMessage({ to: PHONE });
    await rig.rows.send(rig.store, alert, message);
    await rig.store.optOut({ number: PHONE, listId: 0, source: 'operator', evidence: 'by phone', at: T0 });
    expect(await stateOf(message)).toBe('cancelled');
  });

  test('from a name, a short code or an unreadable sender is only kept in the inbox', async () => {
    for (const from of ['PREFECTURE', '38002', '118', '', '+38', '1'.repeat(40), 'a\u0000b']) {
      expect(await rig.say('STOP', from)).toMatchObject({ from: asStored(from), handledAs: 'inbox' });
    }
    expect(optOuts()).toEqual([]);
    expect(await rig.sent()).toEqual([]);
  });

  test('counts for the E.164 number of the phone, in whatever form its number comes', async () => {
    for (const from of ['33639980101', '0639980102', '0033639980103']) await rig.say('STOP', from);
    expect(optOuts().map(({ number }) => number)).toEqual([PHONE, OTHER, '+33639980103']);
  });

  test('that came days ago takes effect, but gets no reply', async () => {
    await rig.stopHandling();
    await rig.arrive('STOP', PHONE);
    await rig.disk.clock.advance(3 * 86_400_000);
    await rig.restart();
    expect(optOuts()).toHaveLength(1);
    expect(await rig.sent()).toEqual([]);
  });
});
