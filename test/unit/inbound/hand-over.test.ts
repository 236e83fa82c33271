import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Users } from '../../../src/access/users.ts';
import { pageWithCode } from '../../../src/alerts/approval/page-code.ts';
import { personOfPhone } from '../../../src/domain/access/person-of-phone.ts';
import type { Roster } from '../../../src/domain/duty/roster.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { DutyCommand } from '../../../src/inbound/duty/duty-command.ts';
import { slowHash } from '../../../src/secrets/slow-hash.ts';
import { numberAt } from '../../support/people/people.ts';
import { openBehind } from '../../support/store/behind-the-store.ts';
import { newMessage } from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const [ANNA, BRUNO, CHLOE] = [numberAt(1), numberAt(2), numberAt(3)];
const CLI = { id: 'cli', name: 'the command line' };
const MINUTE_MS = 60_000;
const SALT = new Uint8Array(16);

let disk: StoreOnDisk;
let duty: DutyCommand;
let sent: { readonly to: string; readonly text: string }[];
let code: string;
let references: number;
let made: number;
const start = () => {
  const { store, clock } = disk;
  const texts = new Map<number, { readonly to: string; readonly text: string }>();
  duty = new DutyCommand({
    duty: store.duty,
    userOfPhone: store.userOfPhone,
    personOf: personOfPhone(store, clock),
    prepare: async ({ to, text }) => {
      made += 1;
      texts.set(made, { to, text });
      return newMessage({ id: made as never, to, text });
    },
    queued: (messages) => {
      for (const { id } of messages) sent.push(texts.get(Number(id)) ?? { to: '', text: '' });
    },
    announce: () => {},
    codes: {
      newCode: async () => ({ code, hashed: { salt: SALT, hash: await slowHash(code, SALT) } }),
      withCode: pageWithCode,
    },
    clock,
  });
};
beforeEach(async () => {
  // 2026-01-01T00:00:00Z is 01:00 in Paris.
  disk = await StoreOnDisk.open();
  [sent, code, references, made] = [[], '482193', 0, 0];
  const users = new Users(disk.store, disk.clock, () => {});
  const user = (name: string, phone: Msisdn) =>
    users.create(name, { roles: ['operator'], language: 'fr', phone }, CLI);
  await user('Anna Roux', ANNA);
  await user('Bruno', BRUNO);
  const roster: Roster = {
    timeZone: 'Europe/Paris',
    people: [{ name: 'Chloé Petit', phone: CHLOE, language: 'en' }],
    shifts: [
      {
        kind: 'weekly',
        days: [3, 4],
        from: 1200,
        to: 480,
        who: ['Anna Roux'],
        since: undefined,
        until: undefined,
      },
    ],
    exceptions: [],
    imported: [],
    fallback: ['Chloé Petit'],
    aliases: {},
  };
  await disk.store.duty.rosters.create('SAMU', roster, 0);
  start();
});
afterEach(() => disk.remove());

const write = async (from: Msisdn, text: string, reference = `inbox ${++references}`) =>
  duty.command({ from, text, at: disk.clock.now(), route: 'a', isMeant: false, reference });
const onDuty = async () => (await disk.store.duty.onDuty(1, disk.clock.now())).map(({ name }) => name);
const audited = async () => {
  const filter = { actor: undefined, action: 'roster', subject: undefined, since: undefined };
  return (await disk.store.audit(filter, { limit: 10, cursor: undefined })).items;
};

test('a hand-over holds from the moment the taker sends back the code that the giver got, and both are told', async () => {
  expect(await write(ANNA, 'RELEVE Bruno')).toEqual({ handledAs: 'duty', reply: undefined });
  expect(sent).toEqual([
    {
      to: ANNA,
      text: "Relève SAMU jusqu'à 08:00 : code 482193, 10 min. Dites-le à Bruno, qui le renvoie. Pas demandé ? Gardez-le.",
    },
    {
      to: BRUNO,
      text: "Anna Roux vous passe la garde SAMU jusqu'à 08:00. Pour accepter, demandez-lui le code et répondez : RELEVE + le code",
    },
  ]);
  expect(await onDuty()).toEqual(['Anna Roux']);
  await disk.clock.advance(5 * MINUTE_MS);
  const accepted = await write(BRUNO, 'Relève 482 193');
  expect(accepted).toEqual({
    handledAs: 'duty',
    reply: "La garde SAMU est à vous jusqu'à 08:00. Anna Roux est relevé.",
    shownAs: 'Relève …',
  });
  expect(sent[2]).toEqual({
    to: ANNA,
    text: "Bruno a pris la garde SAMU jusqu'à 08:00. Votre garde est finie.",
  });
  expect(await onDuty()).toEqual(['Bruno']);
  expect(await audited()).toMatchObject([
    { actor: { id: 'user:2', name: 'Bruno' }, action: 'roster.handOver', subject: 'roster:1' },
  ]);
  // At 20:00 the same day Anna is on again by the plan.
  await disk.clock.advance(19 * 3_600_000);
  expect(await onDuty()).toEqual(['Anna Roux']);
});

test('whoever forges the giver gets no code, so that no duty passes on without a word of the giver', async () => {
  // The attacker sends in Anna's name, and has the phone of Bruno.
  await write(ANNA, 'HANDOVER Bruno until 6:30');
  const toBruno = sent.filter(({ to }) => to === BRUNO).map(({ text }) => text);
  expect(toBruno).toEqual([expect.stringContaining("jusqu'à 06:30")]);
  expect(toBruno.join()).not.toMatch(/\d{4}/);
  expect(sent.find(({ text }) => text.includes(code))).toMatchObject({ to: ANNA });
  for (const wrong of ['RELEVE 000000', 'handover 111111', 'Relève 222222'])
    expect(await write(BRUNO, wrong)).toMatchObject({ reply: 'Ce code est faux. La garde ne change pas.' });
  // The third wrong code has ended it, and Anna was told.
  expect((await write(BRUNO, 'RELEVE 482193'))?.reply).toContain('Aucune relève');
  expect(sent.at(-1)).toMatchObject({ to: ANNA, text: expect.stringContaining('code faux') });
  expect(await onDuty()).toEqual(['Anna Roux']);
});

test('the store holds no code of a hand-over outside of the message to the giver', async () => {
  await write(ANNA, 'RELEVE Bruno');
  using database = openBehind(disk.path);
  const row = database.prepare('SELECT * FROM hand_overs').get();
  expect(row).toMatchObject({ state: 'asked', code_hash: expect.anything() });
  expect(JSON.stringify(row)).not.toContain(code);
});

test('the code from the giver, or from a third phone, passes nothing on and is in no inbox', async () => {
  await write(ANNA, 'RELEVE Bruno');
  for (const from of [ANNA, CHLOE])
    expect(await write(from, 'RELEVE 482193')).toMatchObject({ isLimited: true, shownAs: 'RELEVE …' });
  expect(await onDuty()).toEqual(['Anna Roux']);
});

test('the phone of a user who was disabled neither gives nor takes a duty, also under a name of the roster', async () => {
  const { store, clock } = disk;
  const users = new Users(store, clock, () => {});
  await users.create('Chloé', { roles: ['operator'], language: 'en', phone: CHLOE }, CLI);
  await write(ANNA, 'RELEVE Chloé Petit');
  await users.disable('Chloé', { version: undefined, by: CLI });
  expect(await write(CHLOE, 'HANDOVER 482193')).toBeUndefined();
  expect(await onDuty()).toEqual(['Anna Roux']);
  await disk.clock.advance(8 * 3_600_000);
  expect(await onDuty()).toEqual(['Chloé Petit']);
  expect(await write(CHLOE, 'HANDOVER Bruno')).toBeUndefined();
  expect((await write(ANNA, 'GARDE ?'))?.reply).toContain('Chloé');
});

test('a hand-over that is not accepted in 10 minutes ends, and the one who asked is told once', async () => {
  await write(ANNA, 'RELEVE Bruno');
  await disk.clock.advance(10 * MINUTE_MS);
  await duty.tellOverdue();
  await duty.tellOverdue();
  expect(sent.slice(2)).toEqual([
    { to: ANNA, text: "Bruno n'a pas accepté la garde SAMU à temps. Vous restez de garde." },
  ]);
  expect((await write(BRUNO, 'RELEVE 482193'))?.reply).toContain('Aucune relève');
  expect(await onDuty()).toEqual(['Anna Roux']);
});

test('a message that is handled again after a crash sends nothing twice, and gets the same reply', async () => {
  const first = await write(ANNA, 'RELEVE Bruno', 'inbox 1');
  start();
  expect(await write(ANNA, 'RELEVE Bruno', 'inbox 1')).toEqual(first);
  const accepted = await write(BRUNO, 'RELEVE 482193', 'inbox 2');
  start();
  expect(await write(BRUNO, 'RELEVE 482193', 'inbox 2')).toEqual(accepted);
  expect(sent).toHaveLength(3);
  expect((await disk.store.duty.rosters.get(1))?.definition.exceptions).toHaveLength(1);
  expect(await audited()).toHaveLength(1);
});

test('the acceptance is counted with its messages as stored in one commit, also if the roster was changed just before', async () => {
  await write(ANNA, 'RELEVE Bruno');
  const { store } = disk;
  const { acceptHandOver } = store.duty;
  let changes = 0;
  Object.assign(store.duty, {
    acceptHandOver: async (...args: Parameters<typeof acceptHandOver>) => {
      const named = await store.duty.rosters.get(1);
      if (changes++ === 0 && named !== undefined)
        await store.duty.rosters.replace(
          1,
          'SAMU',
          { ...named.definition, aliases: { x: 'Bruno' } },
          undefined,
        );
      return acceptHandOver(...args);
    },
  });
  await write(BRUNO, 'RELEVE 482193');
  expect((await store.duty.rosters.get(1))?.definition).toMatchObject({
    aliases: { x: 'Bruno' },
    exceptions: [{ in: 'Bruno' }],
  });
});

test('somebody who is no longer on duty can not be relieved any more', async () => {
  await disk.clock.advance(6 * 3_600_000 + 55 * MINUTE_MS);
  await write(ANNA, 'RELEVE Bruno');
  await disk.clock.advance(5 * MINUTE_MS);
  expect((await write(BRUNO, 'RELEVE 482193'))?.reply).toContain("n'est plus possible");
  expect(await onDuty()).toEqual(['Chloé Petit']);
});

test('the fallback hands over too: the other is on duty until somebody of the plan is', async () => {
  await disk.clock.advance(8 * 3_600_000);
  await write(CHLOE, 'HANDOVER anna');
  expect(sent[1]?.text).toContain("jusqu'à 20:00");
  await write(ANNA, 'RELEVE 482193');
  expect(await onDuty()).toEqual(['Anna Roux']);
});

describe('a text is refused without any message to others', () => {
  test.each([
    [ANNA, 'RELEVE Zoe', "Zoe n'est pas connu ici, ou n'a pas de téléphone : rien n'a changé."],
    [ANNA, 'RELEVE Roux', "Ce numéro est de garde déjà : rien n'a changé."],
    [BRUNO, 'RELEVE Anna', "Ce numéro n'est pas de garde : rien n'a changé."],
    [ANNA, 'RELEVE Bruno / Pompiers', "Ce numéro n'est pas de garde : rien n'a changé."],
  ])('%s writes %s', async (from, text, reply) => {
    expect(await write(from, text)).toMatchObject({ reply });
    expect(sent).toEqual([]);
  });

  test('by somebody whom no roster and no user has: the text is read as any other', async () => {
    expect(await write(numberAt(9), 'RELEVE Bruno')).toBeUndefined();
    expect(await write(numberAt(9), 'GARDE ?')).toBeUndefined();
  });

  test('if a hand-over waits already, and after five in an hour', async () => {
    await write(ANNA, 'RELEVE Bruno');
    expect((await write(ANNA, 'RELEVE Chloé'))?.reply).toContain('attend déjà');
    for (let more = 0; more < 4; more++) {
      for (const wrong of ['0', '1', '2']) await write(BRUNO, `RELEVE 00000${wrong}`);
      await write(ANNA, 'RELEVE Bruno');
    }
    for (const wrong of ['0', '1', '2']) await write(BRUNO, `RELEVE 00000${wrong}`);
    expect((await write(ANNA, 'RELEVE Bruno'))?.reply).toContain('Trop de relèves');
  });
});

test('who is on duty is told to known phones, in their language, at most ten times an hour', async () => {
  expect((await write(BRUNO, 'garde ?'))?.reply).toBe("De garde (SAMU) jusqu'à 08:00 : Anna Roux.");
  expect((await write(CHLOE, 'DUTY?'))?.reply).toBe('On duty (SAMU) until 08:00: Anna Roux.');
  for (let more = 0; more < 9; more++) await write(BRUNO, 'GARDE ?');
  expect(await write(BRUNO, 'GARDE ?')).toBeUndefined();
});

test('a text that waited for a quarter of an hour changes no duty', async () => {
  const at = disk.clock.now();
  await disk.clock.advance(16 * MINUTE_MS);
  expect(
    await duty.command({
      from: ANNA,
      text: 'RELEVE Bruno',
      at,
      route: 'a',
      isMeant: false,
      reference: 'inbox 9',
    }),
  ).toBeUndefined();
});
