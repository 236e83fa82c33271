import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { claimRequest, HOUR_MS, newMessage, numberOf, requeued, T0 } from '../../support/store/messages.ts';

const PHONE = '+33639980101' as Msisdn;
const OTHER = '+33639980102' as Msisdn;
const DUTY = ['+33639980150', '+33639980151'];
const SAFE_OR_HELP = [
  { word: '1', meaning: 'safe' },
  { word: '2', meaning: 'help' },
];

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});

/** An alert that was sent to the phone; its message stays in the given state. */
const reached = async (own: Partial<Parameters<typeof rig.rows.alert>[0]> = {}, to = PHONE) => {
  const alert = rig.rows.alert({ launchedAt: T0, ...own });
  const message = newMessage({ to });
  await rig.rows.send(rig.store, alert, message);
  rig.rows.setState(message, 'delivered');
  return alert;
};
const asked = (own: object = {}, to = PHONE) =>
  reached({ answers: SAFE_OR_HELP, questionUntil: T0 + HOUR_MS, ...own }, to);
const optOuts = () => rig.rows.rows('SELECT number, list_id, source, evidence FROM opt_outs');
const stateOf = async (message: { readonly id: never } | ReturnType<typeof newMessage>) =>
  (await rig.store.get(message.id))?.state;

describe('an opt-out by SMS (STOP)', () => {
  test('is on disk with its evidence, gets one reply, and is shown in the inbox', async () => {
    expect(await rig.say('Stop svp', PHONE)).toMatchObject({ handledAs: 'optOut', alert: undefined });
    expect(optOuts()).toEqual([{ number: PHONE, list_id: 0, source: 'sms', evidence: 'Stop svp' }]);
    await rig.say('STOP !!', PHONE);
    expect(await rig.textsTo(PHONE)).toEqual([
      'Vous ne recevrez plus nos messages. Pour les recevoir de nouveau, répondez START.',
    ]);
  });

  test('leaves an audit row, which an opt-in does not erase', async () => {
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

  test('gets a reply in its own language, or else in that of the contact', async () => {
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

  test('opts out of the list of the last alert, and of no other', async () => {
    const floods = rig.rows.list('Crues', PHONE);
    const works = rig.rows.list('Travaux', PHONE);
    const alert = await reached({ include: [{ list: floods }] });
    expect(await rig.say('STOP', PHONE)).toMatchObject({ handledAs: 'optOut', alert });
    expect(await rig.store.isOptedOut(PHONE, floods)).toBe(true);
    expect(await rig.store.isOptedOut(PHONE, works)).toBe(false);
    expect(await rig.textsTo(PHONE)).toEqual([expect.stringContaining('les messages de : Crues.')]);
  });

  test('opts out of everything if the last alert did not come by lists alone', async () => {
    const floods = rig.rows.list('Crues', PHONE);
    await reached({ include: [{ list: floods }, { area: 3 }] });
    await rig.say('STOP', PHONE);
    expect(optOuts()).toMatchObject([{ list_id: 0 }]);
  });

  test('opts out of everything with STOPALL, whatever list the alert came by', async () => {
    const floods = rig.rows.list('Crues', PHONE);
    await reached({ include: [{ list: floods }] });
    await rig.say('stop all', PHONE);
    expect(optOuts()).toMatchObject([{ list_id: 0 }]);
  });

  test('cancels queued messages of that list to this number, and no others', async () => {
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

  test('leaves a message uncertain that may have arrived and waits for a resend', async () => {
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
      expect(await rig.say('STOP', from)).toMatchObject({ from, handledAs: 'inbox' });
    }
    expect(optOuts()).toEqual([]);
    expect(await rig.sent()).toEqual([]);
  });

  test('belongs to the same phone in whatever form its number is written', async () => {
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

describe('an answer to a question', () => {
  test('belongs to the newest question that was open when it came', async () => {
    const older = await asked();
    const newer = await asked();
    await asked({ questionUntil: T0 - 1 });
    await reached();
    expect(await rig.say('1', PHONE)).toMatchObject({ handledAs: 'answer', alert: newer });
    expect(await rig.store.answerCounts(newer)).toEqual({ people: 1, byMeaning: { safe: 1 }, silent: 0 });
    expect(await rig.store.answerCounts(older)).toEqual({ people: 1, byMeaning: {}, silent: 1 });
  });

  test.each(['queued', 'cancelled', 'failed', 'expired', 'suppressed'] as const)(
    'belongs to the alert that the phone got, not to a newer one whose message is %s',
    async (state) => {
      const floods = rig.rows.list('Crues', PHONE);
      const works = rig.rows.list('Travaux', PHONE);
      const got = await asked({ include: [{ list: floods }] });
      const newer = rig.rows.alert({
        launchedAt: T0,
        include: [{ list: works }],
        answers: SAFE_OR_HELP,
        questionUntil: T0 + HOUR_MS,
      });
      const message = newMessage({ to: PHONE });
      await rig.rows.send(rig.store, newer, message);
      rig.rows.setState(message, state);
      expect(await rig.say('1', PHONE)).toMatchObject({ handledAs: 'answer', alert: got });
      expect(await rig.say('STOP', PHONE)).toMatchObject({ handledAs: 'optOut', alert: got });
      expect(optOuts()).toMatchObject([{ list_id: floods }]);
    },
  );

  test.each(['sending', 'sent', 'undelivered', 'unconfirmed', 'uncertain'] as const)(
    'belongs to the newest alert that may have arrived, also if its message is %s',
    async (state) => {
      await asked();
      const newer = await asked();
      rig.rows.setState({ id: rig.rows.newestMessage() }, state);
      expect(await rig.say('1', PHONE)).toMatchObject({ handledAs: 'answer', alert: newer });
    },
  );

  test('belongs to an alert whose message waits for a resend, since it may have arrived', async () => {
    const newer = await asked();
    const id = rig.rows.newestMessage();
    rig.rows.setState({ id }, 'queued');
    expect(await rig.say('1', PHONE)).toMatchObject({ handledAs: 'inbox' });
    rig.disk.fill(`UPDATE messages SET possible_duplicate = 1 WHERE id = ${id}`);
    expect(await rig.say('1', PHONE)).toMatchObject({ handledAs: 'answer', alert: newer });
  });

  test('does not count once the question is closed', async () => {
    await asked();
    await rig.disk.clock.advance(HOUR_MS);
    expect(await rig.say('1', PHONE)).toMatchObject({ handledAs: 'inbox', alert: undefined });
  });

  test('does not count from a number that was not asked', async () => {
    await asked();
    expect(await rig.say('1', OTHER)).toMatchObject({ handledAs: 'inbox' });
  });

  test('cannot be END or CANCEL, which are opt-outs even if the question has them as words', async () => {
    await asked({
      answers: [
        { word: 'END', meaning: 'safe' },
        { word: 'CANCEL', meaning: 'help' },
      ],
    });
    expect(await rig.say('END', PHONE)).toMatchObject({ handledAs: 'optOut' });
    expect(await rig.say('cancel', PHONE)).toMatchObject({ handledAs: 'optOut' });
  });

  test('may be changed, but another text after it does not change it', async () => {
    const alert = await asked();
    const context = async () => (await rig.store.answerCounts(alert)).byMeaning;
    await rig.say('on est au 3e', PHONE);
    expect(await context()).toEqual({ other: 1 });
    await rig.say('2', PHONE);
    await rig.say('au fond du couloir', PHONE);
    expect(await context()).toEqual({ help: 1 });
    await rig.say('1', PHONE);
    expect(await context()).toEqual({ safe: 1 });
  });

  test('is listed with help first and those without an answer last, page by page', async () => {
    const alert = rig.rows.alert({ launchedAt: T0, answers: SAFE_OR_HELP, questionUntil: T0 + HOUR_MS });
    const phone = (index: number) => {
      const number = toMsisdn(`+3363998020${index}`);
      if (number === undefined) throw new Error(`no number has the index ${index}`);
      return number;
    };
    for (let index = 0; index < 6; index++) {
      const message = newMessage({ to: phone(index) });
      await rig.rows.send(rig.store, alert, message);
      rig.rows.setState(message, index === 5 ? 'failed' : 'delivered');
    }
    rig.rows.contact(phone(3), 'Accueil', 'fr');
    await rig.say('1', phone(0));
    await rig.say('où aller ?', phone(1));
    await rig.say('2', phone(3));
    const pages = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await rig.store.listAnswers(alert, undefined, { limit: 2, cursor });
      pages.push(...page.items);
      cursor = page.next;
    }
    expect(pages.map(({ number, meaning }) => [number, meaning])).toEqual([
      [phone(3), 'help'],
      [phone(1), 'other'],
      [phone(0), 'safe'],
      [phone(2), 'silent'],
      [phone(4), 'silent'],
    ]);
    expect(pages[0]).toMatchObject({ name: 'Accueil', text: '2', at: T0 });
    expect(await rig.store.answerCounts(alert)).toEqual({
      people: 5,
      byMeaning: { help: 1, other: 1, safe: 1 },
      silent: 2,
    });
    const { items } = await rig.store.listAnswers(alert, 'help', { limit: 10, cursor: undefined });
    expect(items).toHaveLength(1);
    expect(await rig.store.answered(alert, [phone(0), phone(2)])).toEqual(new Set([phone(0)]));
    expect(await rig.store.hasSilent(alert)).toBe(true);
  });
});

describe('a call for help', () => {
  test('is sent to each phone of the duty list at once, as critical, with the person and the text', async () => {
    const alert = await asked({ title: 'Crue de la Loire' });
    rig.rows.contact(PHONE, 'École Jean', 'fr');
    await rig.say('2 coincés\u0000 au 3e', PHONE);
    const sent = await rig.sent();
    expect(sent.map(({ to, priority, text }) => ({ to, priority, text }))).toEqual(
      DUTY.map((to) => ({
        to,
        priority: 'critical',
        text: `AIDE DEMANDÉE par École Jean, ${PHONE} (Crue de la Loire) : 2 coincés au 3e`,
      })),
    );
    expect(alert).toBeGreaterThan(0);
  });

  test('is sent to the duty list once, however often it is repeated, and again after "safe"', async () => {
    await asked();
    for (const text of ['2', '2', 'help', '1', '2']) await rig.say(text, PHONE);
    expect(await rig.sent()).toHaveLength(2 * DUTY.length);
  });

  test('from many phones is sent to the duty list one by one at first, and then as a number', async () => {
    const alert = rig.rows.alert({ launchedAt: T0, answers: SAFE_OR_HELP, questionUntil: T0 + HOUR_MS });
    for (let index = 0; index < 25; index++) {
      const number = toMsisdn(`+336399803${String(index).padStart(2, '0')}`);
      if (number === undefined) throw new Error('no such number');
      const message = newMessage({ to: number });
      await rig.rows.send(rig.store, alert, message);
      rig.rows.setState(message, 'sent');
      await rig.arrive('2', number);
    }
    await rig.say('1', OTHER);
    const toFirst = () => rig.textsTo(DUTY[0] ?? '');
    expect(await toFirst()).toHaveLength(10);
    await rig.disk.clock.advance(60_000);
    await rig.idle();
    while ((await toFirst()).length === 10);
    await rig.disk.clock.advance(600_000);
    expect((await toFirst()).slice(10)).toEqual([
      `AIDE DEMANDÉE par 15 autres personnes (Crue). Voir les réponses : alerte ${alert}.`,
    ]);
  });
});

describe('a keyword', () => {
  const reply = 'Gymnase ouvert dès 18 h.';
  beforeEach(async () => {
    await rig.store.keywords.create('abri', { word: 'ABRI', reply }, T0);
  });

  test('gets its reply in any spelling', async () => {
    expect(await rig.say('Abri ?', PHONE)).toMatchObject({ handledAs: 'keyword' });
    expect(await rig.textsTo(PHONE)).toEqual([reply]);
  });

  test('gets at most the configured number of replies in an hour over all phones', async () => {
    await rig.close();
    rig = await PhoneRig.open({ inbound: { repliesPerHourInAll: 3 } });
    await rig.store.keywords.create('abri', { word: 'ABRI', reply }, T0);
    for (let index = 0; index < 5; index++) {
      expect(await rig.say('Abri ?', numberOf(index))).toMatchObject({ handledAs: 'keyword' });
    }
    expect(await rig.sent()).toHaveLength(3);
    expect(rig.over).toEqual(['repliesPerHourInAll', 'repliesPerHourInAll']);
    await rig.disk.clock.advance(HOUR_MS);
    await rig.say('Abri ?', PHONE);
    expect(await rig.textsTo(PHONE)).toEqual([reply]);
  });

  test('does not count as one word of a longer text', async () => {
    expect(await rig.say('quel abri', PHONE)).toMatchObject({ handledAs: 'inbox' });
  });

  test('is checked after the answers of an open question, and before "other"', async () => {
    await asked();
    expect(await rig.say('ABRI', PHONE)).toMatchObject({ handledAs: 'keyword' });
    expect(await rig.say('un abri ?', PHONE)).toMatchObject({ handledAs: 'answer' });
  });

  test('gets four replies an hour at most for each phone, so that two gateways do not reply to each other for ever', async () => {
    for (let time = 0; time < 20; time++) await rig.say('ABRI', PHONE);
    expect(await rig.textsTo(PHONE)).toHaveLength(4);
    expect(await rig.say('ABRI', OTHER)).toMatchObject({ handledAs: 'keyword' });
    expect(await rig.textsTo(OTHER)).toHaveLength(1);
    await rig.disk.clock.advance(HOUR_MS + 1);
    await rig.say('ABRI', PHONE);
    expect(await rig.textsTo(PHONE)).toHaveLength(5);
  });
});

describe('a text that launches a scenario', () => {
  test('is passed on with a permanent reference, and gets the returned reply', async () => {
    await asked();
    expect(await rig.say('LANCER crue 12345678', PHONE)).toMatchObject({ handledAs: 'launch' });
    expect(rig.launched).toEqual([`${PHONE} LANCER crue 12345678 inbox 1 ${T0}`]);
    expect(await rig.textsTo(PHONE)).toEqual(['Lancé.']);
  });

  test('always gets a reply, whatever the limits', async () => {
    for (let count = 0; count < 6; count++) await rig.say(`LANCER crue 1234567${count}`, PHONE);
    expect(await rig.textsTo(PHONE)).toHaveLength(6);
  });

  test('launches nothing if it waited while the gateway was down', async () => {
    await rig.stopHandling();
    await rig.arrive('LANCER crue 12345678', PHONE);
    await rig.disk.clock.advance(15 * 60_000 + 1);
    await rig.restart();
    expect(rig.launched).toEqual([]);
    expect((await rig.store.inbox({ limit: 1, cursor: undefined })).items).toMatchObject([
      { handledAs: 'inbox' },
    ]);
  });
});

describe('a gateway that restarts', () => {
  test('continues with the unhandled messages, and handles none twice', async () => {
    await rig.store.keywords.create('abri', { word: 'ABRI', reply: 'Gymnase.' }, T0);
    await asked();
    await rig.say('2', PHONE);
    await rig.say('ABRI', OTHER);
    await rig.stopHandling();
    await rig.arrive('STOP', PHONE);
    await rig.arrive('ABRI', OTHER);
    await rig.restart();
    await rig.restart();
    expect(optOuts()).toHaveLength(1);
    expect(await rig.textsTo(OTHER)).toEqual(['Gymnase.', 'Gymnase.']);
    expect(await rig.textsTo(PHONE)).toHaveLength(1);
    expect(await rig.textsTo(DUTY[0] ?? '')).toHaveLength(1);
  });
});

describe('hostile messages', () => {
  test('are answers like others, and the message to the duty list can be sent', async () => {
    const texts = [
      'half a surrogate pair: \ud83d',
      'NULs: \u0000\u0000',
      'é'.repeat(10_000),
      '🌊'.repeat(5000),
      'right-to-left overrides: \u202egnp.exe',
      'braces: {who} {text} {title}',
    ];
    const alert = rig.rows.alert({ launchedAt: T0, answers: SAFE_OR_HELP, questionUntil: T0 + HOUR_MS });
    for (const [index, text] of texts.entries()) {
      const number = numberOf(500 + index);
      const message = newMessage({ to: number });
      await rig.rows.send(rig.store, alert, message);
      rig.rows.setState(message, 'sent');
      expect(await rig.say(`2 ${text}`, number)).toMatchObject({ handledAs: 'answer', alert });
    }
    const calls = await rig.textsTo(DUTY[0] ?? '');
    expect(calls).toHaveLength(texts.length);
    for (const call of calls) {
      expect(call.isWellFormed()).toBe(true);
      expect(call.length).toBeLessThan(400);
      expect(call).not.toContain('\u0000');
    }
  });

  test('by the hundred at once are all handled, in order', async () => {
    await rig.stopHandling();
    for (let index = 0; index < 600; index++) await rig.arrive(index % 2 === 0 ? 'STOP' : 'START', PHONE);
    await rig.restart();
    expect(optOuts()).toEqual([]);
    expect(await rig.textsTo(PHONE)).toHaveLength(4);
  });
});
