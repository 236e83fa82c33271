import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MOST_WRONG_OF_PHONE } from '../../../../src/domain/inbound/case-codes.ts';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { PhoneRig } from '../../../support/inbound/phone-rig.ts';
import { DUTY, OTHER, PHONE } from '../../../support/inbound/sent-alerts.ts';
import { HOUR_MS } from '../../../support/store/messages.ts';

const MINUTE_MS = 60_000;
const [FIRST = '', SECOND = ''] = DUTY;
let rig: PhoneRig;
beforeEach(async () => {
  rig = await PhoneRig.open({ inbound: { duty: DUTY } });
  await rig.say('au secours', PHONE);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.close();
});

const stateOf = async (id = 1) => (await rig.store.getCase(id))?.state;
const holderOf = async (id = 1) => (await rig.store.getCase(id))?.holder?.name;
const lastTo = async (number: string) => (await rig.textsTo(number)).at(-1);
const step = (kind: 'take' | 'close' | 'reopen') =>
  rig.store.stepCase({
    id: 1,
    step:
      kind === 'close'
        ? { kind, outcome: 'helped', text: undefined, from: undefined }
        : kind === 'take'
          ? { kind, from: undefined }
          : { kind },
    actor: { id: 'anne', name: 'Anne' },
    version: undefined,
    nowMs: rig.disk.clock.now(),
    pageAgainMs: 5 * MINUTE_MS,
  });
/** A code that is none of these. */
const otherThan = (...codes: readonly string[]): string => {
  for (let code = 0; ; code++) {
    const written = String(code).padStart(6, '0');
    if (!codes.includes(written)) return written;
  }
};
const auditOf = () => rig.rows.rows("SELECT detail FROM audit WHERE action = 'case.wrongCode'");
const refusedTo = async (number: string) =>
  (await rig.textsTo(number)).filter((text) => text.startsWith('RIEN')).length;

test('a forged sender without the code takes and closes nothing, in whatever way it asks', async () => {
  for (const text of ['PRIS 1', 'CLOS 1', 'TAKE 1', 'close 1', 'je prends 1', 'CLOS 1 1', 'PRIS 1 0000'])
    await rig.say(text, FIRST);
  for (const from of [OTHER, 'ORANGE', '36180']) await rig.say(`CLOS 1 ${rig.codeTo(FIRST)}`, from);
  expect(await stateOf()).toBe('open');
});

test('a thousand commands in a minute in the name of a phone change nothing, and send it five replies', async () => {
  const right = rig.codeTo(FIRST);
  for (let tries = 0; tries < 1000; tries++) {
    const guess = String(tries * 7).padStart(6, '0');
    if (guess !== right) await rig.arrive(`PRIS 1 ${guess}`, FIRST);
  }
  await rig.say('PRIS 1', FIRST);
  expect(await stateOf()).toBe('open');
  expect(await refusedTo(FIRST)).toBe(5);
  // Three for the code of the page, and three for that of the one page that they brought.
  expect(auditOf()).toHaveLength(6);
  // The phones of others work on.
  await rig.say(`PRIS 1 ${rig.codeTo(SECOND)}`, SECOND);
  expect(await stateOf()).toBe('taken');
});

test('somebody who guesses for many cases has ten tries an hour in the name of a phone', async () => {
  for (let index = 0; index < 5; index++) await rig.say('au secours', `+3363998020${index}`);
  const codes = [1, 2, 3, 4, 5, 6].map((id) => rig.codeTo(FIRST, id));
  const wrong = otherThan(...codes);
  for (const id of [2, 3, 4, 5])
    for (let tries = 0; tries < 3; tries++) await rig.say(`CLOS ${id} ${wrong}`, FIRST);
  expect(auditOf()).toHaveLength(MOST_WRONG_OF_PHONE);
  await rig.say(`PRIS 1 ${codes[0]}`, FIRST);
  expect(await stateOf()).toBe('open');
  expect(rig.warnings.filter((line) => line.startsWith('too many wrong codes'))).toHaveLength(1);
  await rig.restart();
  await rig.say(`PRIS 1 ${codes[0]}`, FIRST);
  expect(await stateOf()).toBe('open');
  await rig.disk.clock.advance(HOUR_MS);
  await rig.idle();
  await rig.say(`PRIS 1 ${rig.codeTo(FIRST, 1)}`, FIRST);
  expect(await stateOf()).toBe('taken');
});

test('the code of another case, or of another phone, is a wrong one', async () => {
  await rig.say('au secours', OTHER);
  await rig.say(`CLOS 1 ${rig.codeTo(FIRST, 2)}`, FIRST);
  await rig.say(`CLOS 1 ${rig.codeTo(SECOND, 1)}`, FIRST);
  expect([await stateOf(1), await stateOf(2)]).toEqual(['open', 'open']);
  expect(auditOf()).toHaveLength(2);
});

test('the code of a case that was closed and opened again is void, also if the phone cried again', async () => {
  const code = rig.codeTo(FIRST);
  await step('close');
  await rig.say(`PRIS 1 ${code}`, FIRST);
  expect(await lastTo(FIRST)).toBe('Le cas 1 est déjà clos.');
  await step('reopen');
  await rig.say(`PRIS 1 ${code}`, FIRST);
  expect(await lastTo(FIRST)).toMatch(/^CAS 1, /);
  await step('close');
  await rig.say('au secours, encore', PHONE);
  await rig.say(`CLOS 1 ${code}`, FIRST);
  expect(await stateOf()).toBe('open');
  await rig.say(`CLOS 1 ${rig.codeTo(FIRST)}`, FIRST);
  expect(await stateOf()).toBe('closed');
});

test('a command that is replayed after somebody else took over the case changes nothing', async () => {
  const text = `PRIS 1 ${rig.codeTo(FIRST)}`;
  await rig.say(text, FIRST);
  const hand = { kind: 'hand', to: 'Équipe 3', from: FIRST } as const;
  const actor = { id: 'anne', name: 'Anne' };
  const asked = { id: 1, version: undefined, nowMs: rig.disk.clock.now(), pageAgainMs: MINUTE_MS };
  await rig.store.stepCase({ ...asked, step: hand, actor });
  expect(await holderOf()).toBe('Équipe 3');
  await rig.say(text, FIRST);
  await rig.say(text.replace('PRIS', 'CLOS'), FIRST);
  expect(await holderOf()).toBe('Équipe 3');
  expect(await stateOf()).toBe('taken');
});

test('no code stands anywhere that people read, however it is written', async () => {
  const codes = [rig.codeTo(FIRST), rig.codeTo(SECOND)];
  const [mine = ''] = codes;
  const texts = [
    `je m'occupe du 1, ${mine}`,
    `PRIS 1 ${mine.slice(0, 3)} ${mine.slice(3)} merci`,
    `PRIS 1 ${mine} 31000 Toulouse, appelez le 0639980101`,
    `au secours PRIS 1 ${mine}`,
    `STOP ${mine}`,
    `CLOS 1 ${mine}`,
  ];
  for (const text of texts) await rig.say(text, FIRST);
  await rig.say(`PRIS 1 ${codes[1]}`, OTHER);
  await rig.say(`CLOS 1 ${otherThan(...codes)}`, SECOND);
  const all = { limit: 100, cursor: undefined };
  const kept = [
    await rig.store.inbox(all),
    await rig.store.takeHappenings(1000),
    await rig.store.getCase(1),
    await rig.store.getCase(2),
    await rig.sent(),
    rig.rows.rows('SELECT * FROM audit'),
    rig.rows.rows('SELECT * FROM opt_out_log'),
    rig.warnings,
    rig.errors,
  ];
  const digits = JSON.stringify(kept).replaceAll(/(?<=\d) (?=\d)/g, '');
  for (const code of codes) expect(digits).not.toContain(code);
});

test('what a duty phone writes beside a code keeps its numbers', async () => {
  const { text } = await rig.say(`au secours, 12 rue Haute, 31000, tel 06 39 98 01 01, porte 4582`, FIRST);
  expect(text).toBe('au secours, 12 rue Haute, 31000, tel 06 39 98 01 01, porte 4582');
});

test('a command whose step is on disk, but whose mark is not, is answered once, and done once', async () => {
  await rig.stopHandling();
  const code = rig.codeTo(FIRST);
  const asked = { id: 1, version: undefined, nowMs: rig.disk.clock.now(), pageAgainMs: MINUTE_MS };
  const close = { kind: 'close', outcome: 'helped', text: undefined, from: undefined } as const;
  await rig.arrive(`CLOS 1 ${code}`, FIRST);
  const [message] = await rig.store.unhandled(1);
  const [page] = rig.rows.rows(`SELECT max(id) AS id FROM case_pages WHERE phone = '${FIRST}'`);
  await rig.store.stepByCode({
    ...asked,
    step: close,
    actor: { id: `phone:${FIRST}`, name: FIRST },
    code: Number(page?.['id']),
    reference: `inbox ${message?.id} ${message?.at}`,
  });
  await rig.restart();
  expect(await lastTo(FIRST)).toBe('Cas 1 clos.');
  expect((await rig.store.getCase(1))?.history.filter(({ action }) => action === 'close')).toHaveLength(1);
});

test('a wrong code that is handled again after a crash is counted once', async () => {
  const at = rig.disk.clock.now();
  const wrong = { case: 1, phone: FIRST as never, reference: 'inbox 7', at };
  for (let times = 0; times < 5; times++) expect(await rig.store.countWrongCaseCode(wrong)).toBe('counted');
  await rig.say(`PRIS 1 ${rig.codeTo(FIRST)}`, FIRST);
  expect(await stateOf()).toBe('taken');
});

test('a page that a kill keeps from the disk is made again with a code that works, and sent once', async () => {
  const commit = vi.spyOn(rig.store, 'storePages');
  commit.mockRejectedValueOnce(new TocsinError('storeUnavailable', 'killed'));
  const told = rig.say('au secours', OTHER);
  await vi.waitUntil(() => commit.mock.calls.length > 0, 30_000);
  await rig.disk.clock.advance(MINUTE_MS);
  await told;
  expect(commit).toHaveBeenCalledTimes(2);
  const pages = (await rig.textsTo(FIRST)).filter((text) => text.includes(OTHER));
  expect(pages).toHaveLength(1);
  await rig.say(`PRIS 2 ${rig.codeTo(FIRST, 2)}`, FIRST);
  expect(await stateOf(2)).toBe('taken');
});
