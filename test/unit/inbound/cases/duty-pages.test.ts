import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toMsisdn } from '../../../../src/domain/messages/msisdn.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { DUTY, PHONE } from '../../../support/inbound/sent-alerts.ts';

const MINUTE_MS = 60_000;
let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY, cases: { pageAgain: '5m', pageAgainTimes: 2 } } });
});
afterEach(async () => {
  expect(rig.errors).toEqual([]);
  await rig.close();
});

const phone = (index: number) => {
  const number = toMsisdn(`+33639981${String(index).padStart(3, '0')}`);
  if (number === undefined) throw new Error('no such number');
  return number;
};
const toFirst = () => rig.textsTo(DUTY[0] ?? '');
/** Lets time pass minute by minute, as the gateway lives through it. */
const pass = async (minutes: number) => {
  for (let minute = 0; minute < minutes; minute++) {
    await rig.disk.clock.advance(MINUTE_MS);
    await rig.idle();
  }
};
const step = (id: number, kind: 'take' | 'close') =>
  rig.store.stepCase({
    id,
    step:
      kind === 'take'
        ? { kind, from: undefined }
        : { kind, outcome: 'helped', text: undefined, from: undefined },
    actor: { id: 'anne', name: 'Anne' },
    version: undefined,
    nowMs: rig.disk.clock.now(),
    pageAgainMs: 5 * MINUTE_MS,
  });

describe('a case that nobody takes', () => {
  test('pages the duty list again with its age, as often as is configured, and then no more', async () => {
    await rig.say('au secours', PHONE);
    await pass(6);
    expect(await toFirst()).toEqual([
      `AIDE DEMANDÉE par ${PHONE} : au secours (répondez PRIS 1 …)`,
      `PERSONNE ne répond depuis 5 min à ${PHONE} : au secours (répondez PRIS 1 …)`,
    ]);
    await pass(20);
    expect(await toFirst()).toHaveLength(3);
    expect((await rig.sent()).every(({ priority }) => priority === 'critical')).toBe(true);
  });

  test('pages no more once somebody has taken or closed it', async () => {
    await rig.say('au secours', PHONE);
    await rig.say('au secours', phone(1));
    await step(1, 'take');
    await step(2, 'close');
    await pass(7);
    expect(await toFirst()).toHaveLength(2);
  });

  test('pages as often after restarts as without them', async () => {
    await rig.say('au secours', PHONE);
    for (let again = 0; again < 4; again++) {
      await rig.restart();
      await pass(3);
    }
    expect(await toFirst()).toHaveLength(3);
  });

  test('is paged after a crash between its commit and its page', async () => {
    await rig.stopHandling();
    await rig.arrive('au secours', PHONE);
    const [message] = await rig.store.unhandled(1);
    if (message === undefined) throw new Error('it is not in the inbox');
    await rig.store.handleInbound(
      [
        {
          inboxId: message.id,
          number: phone(0),
          text: 'au secours',
          at: message.at,
          effect: { kind: 'help', number: phone(0), alert: undefined },
          reply: undefined,
        },
      ],
      { repliesPerHour: 4, repliesPerHourInAll: 100, pageAgainMs: MINUTE_MS },
      rig.disk.clock.now(),
    );
    expect(await toFirst()).toEqual([]);
    await rig.restart();
    expect(await toFirst()).toHaveLength(1);
  });

  test('is told of with what the person says since', async () => {
    await rig.say('au secours', PHONE);
    rig.disk.fill('UPDATE cases SET safe_at = 1');
    await pass(6);
    expect((await toFirst()).at(-1)).toContain('(dit : en sécurité) au secours');
  });
});

test('a further cry pages again while somebody has the case, at most once in the time after which it pages again', async () => {
  await rig.say('au secours', PHONE);
  await step(1, 'take');
  await pass(6);
  await rig.say('au secours, vite', PHONE);
  await rig.say('au secours, vite', PHONE);
  expect((await toFirst()).slice(1)).toEqual([
    `NOUVEL APPEL de ${PHONE}, cas 1 pris par Anne : au secours, vite (code …)`,
  ]);
  await pass(7);
  expect(await toFirst()).toHaveLength(2);
});

test('five hundred cries send each duty phone ten messages, then one a minute at most, and then no more', async () => {
  for (let index = 0; index < 500; index++) await rig.arrive('SOS', phone(index));
  await rig.say('SOS', phone(500));
  expect(await toFirst()).toHaveLength(10);
  await pass(2);
  expect((await toFirst()).slice(10)).toEqual([
    'AIDE DEMANDÉE par 491 autres personnes. Cas 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 et 481 autres. Répondez PRIS et le numéro.',
  ]);
  await pass(9);
  const texts = await toFirst();
  expect(texts.length).toBeLessThanOrEqual(30);
  expect(texts.join('\n')).toMatch(/APPELS A L'AIDE sans réponse, le premier depuis \d+ min\. Cas \d/);
  await pass(15);
  const last = (await toFirst()).length;
  expect(last).toBeLessThan(45);
  await pass(6);
  expect(await toFirst()).toHaveLength(last);
});

test('a page fits one part with a long name and a long title, unless the text of the person is long', async () => {
  const alert = rig.rows.alert({ launchedAt: 0, title: 'Crue de la Loire à Orléans, Blois et Tours' });
  expect(alert).toBeGreaterThan(0);
  await rig.say('2e étage, on est coincés, 12 rue de la Paix', PHONE);
  const [page] = await rig.sent();
  expect(page).toMatchObject({ parts: 1, encoding: 'gsm7' });
});
