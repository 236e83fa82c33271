import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMAND_LINE } from '../../../../src/access/tokens.ts';
import { Users } from '../../../../src/access/users.ts';
import { reasonOf } from '../../../../src/alerts/desk/verdict.ts';
import { whyHeld } from '../../../../src/domain/access/hold.ts';
import type { Role } from '../../../../src/domain/access/role.ts';
import { actorIdOf, type User } from '../../../../src/domain/access/user.ts';
import type { AlertActor, AlertDraft } from '../../../../src/domain/alerts/alert.ts';
import type { PageAnswer } from '../../../../src/domain/alerts/approval.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { AuditActor } from '../../../../src/domain/operation/audit.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { draftOf } from '../../../support/alerts/alerts.ts';
import { numberAt } from '../../../support/people/people.ts';

const HOUR_MS = 3_600_000;
const UNTIL = '2026-01-02T00:00:00.000Z';

let rig: AlertRig;
let users: Users;
let chief: AlertActor;
beforeEach(async () => {
  rig = await AlertRig.start({ twoPersons: 'always' });
  users = new Users(rig.disk.store, rig.disk.clock, () => {});
  chief = actorOf(await made('Chief', ['admin'], COMMAND_LINE));
});
afterEach(() => rig.remove());

const made = async (name: string, roles: readonly Role[], by: AuditActor, phone?: Msisdn): Promise<User> => {
  const user = await users.create(name, { roles, language: 'fr', phone }, by);
  return user.kind === 'done' ? user.value : expect.fail(user.kind);
};
const change = (name: string, roles: readonly Role[], by: AuditActor, phone?: Msisdn) =>
  users.replace(name, { roles, language: 'fr', phone }, { version: undefined, by });
const actorOf = (user: User): AlertActor => ({
  id: actorIdOf(user),
  name: user.name,
  role: user.roles[0] ?? 'viewer',
  roles: user.roles,
});
const submitted = async (by: AlertActor, own: Partial<AlertDraft> = {}): Promise<number> => {
  const audience = { include: [{ numbers: [numberAt(9)] }] };
  const { id } = await rig.service.create(draftOf({ audience, ...own }), by);
  await rig.service.submit(id, by);
  return id;
};
const held = (user: string, what: 'phone' | 'role') => ({
  kind: 'ownApproval' as const,
  hold: { user, what, by: 'Chief', until: Date.parse(UNTIL) },
});
const other: AlertActor = { id: 'user:99', name: 'Somebody else', role: 'operator' };
const done = { kind: 'done' };

test('a refusal says in words who set what, and until when', () => {
  expect(reasonOf(held('Bruno', 'role'))).toBe(
    `Bruno is no second person for this until ${UNTIL}: Chief set the role of Bruno less than 24 hours before`,
  );
});

describe('an approver whom the author has just made', () => {
  test('is no second person for 24 hours: the refusal says why and until when', async () => {
    const bruno = actorOf(await made('Bruno', ['approver'], chief));
    const id = await submitted(chief);
    expect(await rig.service.approve(id, bruno)).toEqual(held('Bruno', 'role'));
    await rig.disk.clock.advance(24 * HOUR_MS - 1);
    expect(await rig.service.approve(id, bruno)).toMatchObject({ kind: 'ownApproval' });
    await rig.disk.clock.advance(1);
    expect(await rig.service.approve(id, bruno)).toMatchObject(done);
  });

  test('approves what others wrote at once', async () => {
    const bruno = actorOf(await made('Bruno', ['approver'], chief));
    expect(await rig.service.approve(await submitted(other), bruno)).toMatchObject(done);
  });

  test('does not become one by a change that gives nothing, or by that of a role that does not approve', async () => {
    const bruno = actorOf(await made('Bruno', ['approver'], chief));
    await rig.disk.clock.advance(HOUR_MS);
    await change('Bruno', ['operator', 'approver'], COMMAND_LINE);
    expect(await rig.service.approve(await submitted(chief), bruno)).toEqual(held('Bruno', 'role'));
  });

  test('is one if the command line gave the role, also again', async () => {
    const bruno = actorOf(await made('Bruno', ['approver'], COMMAND_LINE));
    expect(await rig.service.approve(await submitted(chief), bruno)).toMatchObject(done);
    await change('Bruno', ['viewer'], chief);
    await change('Bruno', ['approver'], COMMAND_LINE);
    expect(await rig.service.approve(await submitted(chief), bruno)).toMatchObject(done);
  });
});

test('a user who was given the role, or was enabled again, by the author is no second person; one with an older role is', async () => {
  const bruno = actorOf(await made('Bruno', ['operator'], COMMAND_LINE));
  await change('Bruno', ['operator', 'approver'], chief);
  expect(await rig.service.approve(await submitted(chief), bruno)).toEqual(held('Bruno', 'role'));
  const anna = actorOf(await made('Anna', ['approver'], COMMAND_LINE));
  await change('Anna', ['approver', 'admin'], chief);
  expect(await rig.service.approve(await submitted(chief), anna)).toMatchObject(done);
  await users.disable('Anna', { version: undefined, by: chief });
  await users.enable('Anna', { version: undefined, by: chief });
  expect(await rig.service.approve(await submitted(chief), anna)).toEqual(held('Anna', 'role'));
});

test('a phone that the author has just set approves nothing of theirs by SMS, while the own token of the user does', async () => {
  const bruno = actorOf(await made('Bruno', ['approver'], COMMAND_LINE, numberAt(1)));
  await change('Bruno', ['approver'], chief, numberAt(2));
  const id = await submitted(chief);
  const answer: PageAnswer = {
    page: 1,
    end: 'approved',
    reference: 'inbox 1',
    by: bruno,
    detail: 'OK by SMS',
  };
  expect(await rig.service.approve(id, bruno, undefined, undefined, answer)).toEqual(held('Bruno', 'phone'));
  expect(await rig.service.approve(id, bruno)).toMatchObject(done);
});

test('an update that waits is not approved by whom its author has just made', async () => {
  const id = await submitted(other);
  expect(await rig.service.approve(id, chief)).toMatchObject(done);
  expect(await rig.launch(id)).toMatchObject(done);
  await rig.untilExpanded(id);
  // A whole hour, so that the end of the hold is one too.
  await rig.disk.clock.advance(HOUR_MS - (rig.disk.clock.now() % HOUR_MS));
  const { content, values } = draftOf({});
  const update = { content: { ...content, variants: [{ language: 'fr', text: 'Crue : partez.' }] }, values };
  const waits = await rig.service.update(id, update, chief);
  const hash = waits.kind === 'done' ? waits.alert.proposedUpdate?.hash : undefined;
  expect(hash).toBeDefined();
  const bruno = actorOf(await made('Bruno', ['approver'], chief));
  const { hold } = held('Bruno', 'role');
  expect(await rig.service.approve(id, bruno, hash)).toEqual({
    kind: 'ownApproval',
    hold: { ...hold, until: hold.until + HOUR_MS },
  });
});

test('whoever made the approver can not launch what a system wrote and that approver approved', async () => {
  const bruno = actorOf(await made('Bruno', ['approver'], chief));
  const id = await submitted({ id: 'token-1', name: 'a program', role: 'operator' });
  expect(await rig.service.approve(id, bruno)).toMatchObject(done);
  const hash = (await rig.service.preview(id))?.hash;
  expect(await rig.service.launch(id, { hash, actor: chief })).toEqual({
    kind: 'needsApproval',
    detail: whyHeld(held('Bruno', 'role').hold),
  });
  expect(await rig.service.launch(id, { hash, actor: other })).toMatchObject(done);
});

test('an approval given beforehand counts as of when it was given', async () => {
  const bruno = actorOf(await made('Bruno', ['approver'], chief));
  const id = await submitted(chief);
  const version = (await rig.service.get(id))?.version ?? 0;
  const now = rig.disk.clock.now();
  await rig.disk.clock.advance(30 * HOUR_MS);
  const beforehand = (at: number) => rig.service.approveBeforehand(id, bruno, version, () => undefined, at);
  expect(await beforehand(now)).toEqual(held('Bruno', 'role'));
  expect(await beforehand(now + 25 * HOUR_MS)).toMatchObject(done);
});

describe('breaking the glass', () => {
  const broken = async (id: number, actor: AlertActor) => {
    const hash = (await rig.service.preview(id))?.hash;
    return rig.service.launch(id, { hash, actor, breakGlass: 'nobody answers' });
  };

  test('is not possible with a role that the author has just given, nor with one that a user gave to themselves', async () => {
    const bruno = actorOf(await made('Bruno', ['operator'], chief));
    expect(await broken(await submitted(chief), bruno)).toEqual({
      kind: 'glassForbidden',
      detail: whyHeld(held('Bruno', 'role').hold),
    });
    const anna = actorOf(await made('Anna', ['viewer'], COMMAND_LINE));
    await change('Anna', ['operator'], anna);
    const self = { ...anna, role: 'operator', roles: ['operator'] } as const;
    expect(await broken(await submitted(other), self)).toMatchObject({ kind: 'glassForbidden' });
    await rig.disk.clock.advance(24 * HOUR_MS);
    expect(await broken(await submitted(other), self)).toMatchObject(done);
  });

  test("looks at the user's roles, not at that of the token alone", async () => {
    const { roles: _, ...operator } = chief;
    const limited = { ...operator, role: 'admin', roles: ['viewer'] } as const;
    expect(await broken(await submitted(other), limited)).toMatchObject({ kind: 'glassForbidden' });
    expect(await broken(await submitted(other), { ...limited, roles: ['operator'] })).toMatchObject(done);
  });
});
