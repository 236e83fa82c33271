import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import { PhoneRig } from '../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE, SAFE_OR_HELP, sentAlerts } from '../../support/inbound/sent-alerts.ts';
import { HOUR_MS, newMessage, T0 } from '../../support/store/messages.ts';

let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});
const { reached, asked, optOuts } = sentAlerts(() => rig);

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
    'belongs to the alert that the phone got, not to a newer alert whose message is %s',
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
    'belongs to the newest alert whose message may have arrived, even if that message is %s',
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

  test('may be replaced by another answer, but not by a text that is no answer word', async () => {
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

  test('is listed with help first and silent people last, page by page', async () => {
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
