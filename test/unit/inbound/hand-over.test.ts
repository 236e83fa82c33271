import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Users } from '../../../src/access/users.ts';
import type { Roster } from '../../../src/domain/duty/roster.ts';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { analyse } from '../../../src/domain/text/analyse.ts';
import { DutyCommand } from '../../../src/inbound/duty/duty-command.ts';
import { dutyText } from '../../../src/inbound/duty/duty-texts.ts';
import { readDuty } from '../../../src/inbound/duty/duty-words.ts';
import { numberAt } from '../../support/people/people.ts';
import { newMessage } from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const [ANNA, BRUNO, CHLOE] = [numberAt(1), numberAt(2), numberAt(3)];
const CLI = { id: 'cli', name: 'the command line' };
const MINUTE_MS = 60_000;

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
    prepare: async ({ to, text }) => {
      made += 1;
      texts.set(made, { to, text });
      return newMessage({ id: made as never, to, text });
    },
    queued: (messages) => {
      for (const { id } of messages) sent.push(texts.get(Number(id)) ?? { to: '', text: '' });
    },
    announce: () => {},
    newCode: () => code,
    clock,
  });
};
beforeEach(async () => {
  // 2026-01-01T00:00:00Z is 01:00 in Paris.
  disk = await StoreOnDisk.open();
  [sent, code, references, made] = [[], '4821', 0, 0];
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

test('a hand-over holds from the acceptance to the end of the shift, and both are told', async () => {
  const asked = await write(ANNA, 'RELEVE Bruno');
  expect(asked).toMatchObject({
    handledAs: 'duty',
    reply: 'Bruno doit accepter dans les 15 min. Jusque-là vous restez de garde (SAMU).',
  });
  expect(sent).toEqual([
    {
      to: BRUNO,
      text: "Anna Roux vous demande de prendre la garde SAMU jusqu'à 08:00. Pour accepter, répondez : OUI 4821",
    },
  ]);
  expect(await onDuty()).toEqual(['Anna Roux']);
  await disk.clock.advance(5 * MINUTE_MS);
  const accepted = await write(BRUNO, 'Oui 4821');
  expect(accepted).toEqual({
    handledAs: 'duty',
    reply: "La garde SAMU est à vous jusqu'à 08:00. Anna Roux est relevé.",
    shownAs: 'Oui …',
  });
  expect(sent[1]).toEqual({
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

test('a forged sender can ask for a hand-over, but can not accept it without the code that the other phone got', async () => {
  await write(ANNA, 'HANDOVER Bruno until 6:30');
  expect(sent[0]?.text).toContain("jusqu'à 06:30");
  expect(await write(ANNA, 'YES 4821')).toBeUndefined();
  expect(await write(CHLOE, 'OUI 4821')).toBeUndefined();
  for (const wrong of ['OUI 0000', 'yes 1111', 'Oui 2222'])
    expect(await write(BRUNO, wrong)).toMatchObject({ reply: 'Ce code est faux. La garde ne change pas.' });
  // The third wrong code has ended it, and Anna was told.
  expect(await write(BRUNO, 'OUI 4821')).toBeUndefined();
  expect(sent.at(-1)).toMatchObject({ to: ANNA, text: expect.stringContaining('code faux') });
  expect(await onDuty()).toEqual(['Anna Roux']);
});

test('a hand-over that is not accepted in 15 minutes ends, and the one who asked is told once', async () => {
  await write(ANNA, 'RELEVE Bruno');
  await disk.clock.advance(15 * MINUTE_MS);
  await duty.tellOverdue();
  await duty.tellOverdue();
  expect(sent.slice(1)).toEqual([
    { to: ANNA, text: "Bruno n'a pas accepté la garde SAMU à temps. Vous restez de garde." },
  ]);
  expect(await write(BRUNO, 'OUI 4821')).toBeUndefined();
  expect(await onDuty()).toEqual(['Anna Roux']);
});

test('a message that is handled again after a crash sends nothing twice, and gets the same reply', async () => {
  const first = await write(ANNA, 'RELEVE Bruno', 'inbox 1');
  start();
  expect(await write(ANNA, 'RELEVE Bruno', 'inbox 1')).toEqual(first);
  const accepted = await write(BRUNO, 'OUI 4821', 'inbox 2');
  start();
  expect(await write(BRUNO, 'OUI 4821', 'inbox 2')).toEqual(accepted);
  expect(sent).toHaveLength(2);
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
  await write(BRUNO, 'OUI 4821');
  expect((await store.duty.rosters.get(1))?.definition).toMatchObject({
    aliases: { x: 'Bruno' },
    exceptions: [{ in: 'Bruno' }],
  });
});

test('somebody who is no longer on duty can not be relieved any more', async () => {
  await disk.clock.advance(6 * 3_600_000 + 50 * MINUTE_MS);
  await write(ANNA, 'RELEVE Bruno');
  await disk.clock.advance(10 * MINUTE_MS);
  expect((await write(BRUNO, 'OUI 4821'))?.reply).toContain("n'est plus possible");
  expect(await onDuty()).toEqual(['Chloé Petit']);
});

test('the fallback hands over too: the other is on duty until somebody of the plan is', async () => {
  await disk.clock.advance(8 * 3_600_000);
  await write(CHLOE, 'HANDOVER anna');
  expect(sent[0]?.text).toContain("jusqu'à 20:00");
  await write(ANNA, 'OUI 4821');
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
      for (const wrong of ['0', '1', '2']) await write(BRUNO, `OUI 000${wrong}`);
      await write(ANNA, 'RELEVE Bruno');
    }
    for (const wrong of ['0', '1', '2']) await write(BRUNO, `OUI 000${wrong}`);
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

test.each([
  ["relève Jean-Luc O'Hara jusqu'à 18h", { name: "Jean-Luc O'Hara", until: 1080, roster: undefined }],
  ['RELEVE anna jusqu a 7h30 / SAMU 12', { name: 'anna', until: 450, roster: 'SAMU 12' }],
  ['Hand over Bruno till 18:05', { name: 'Bruno', until: 1085, roster: undefined }],
])('%j is read', (text, asked) => {
  expect(readDuty(text)).toEqual({ kind: 'handOver', ...asked });
});

test.each(['', 'relevez anna', 'RELEVE', 'garde', '12345', '4821', 'oui', 'oui 12', 'non 1234'])(
  '%j asks nothing',
  (text) => {
    expect(readDuty(text)).toBeUndefined();
  },
);

test('every text fits one GSM 7-bit part in both languages, with names of 24 characters', () => {
  const long = 'Abcdefghijklmnopqrstuvwxyz0123456789';
  const values = {
    roster: long,
    giver: long,
    taker: long,
    code: '4821',
    minutes: '15',
    until: '27/11 08:00',
  };
  const kinds = [
    'onDuty',
    'onDutyUntil',
    'nobody',
    'noRoster',
    'whichRoster',
    'unknownTaker',
    'self',
    'asked',
    'open',
  ] as const;
  const more = [
    'tooMany',
    'ask',
    'accepted',
    'handedOver',
    'wrongCode',
    'refused',
    'expired',
    'gone',
  ] as const;
  for (const kind of [...kinds, ...more])
    for (const language of ['fr', 'en']) {
      const text = dutyText(kind, language, { ...values, names: long, rosters: `${long}, ${long}` });
      expect({ kind, ...analyse(text) }).toMatchObject({ kind, encoding: 'gsm7', parts: 1 });
      expect(text).not.toContain('{');
    }
});
