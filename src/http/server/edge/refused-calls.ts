import { isLostByLimits, type Permission } from '../../../access/permissions.ts';
import type { Principal } from '../../../access/tokens.ts';
import type { RefusedFor } from '../../../ops/refusals.ts';
import { type ProblemName, Refusal } from '../problems.ts';

/** What the refusal of a session counts as. */
export const COUNTED: Readonly<Partial<Record<ProblemName, RefusedFor>>> = {
  forbidden: 'role',
  'confirmation-required': 'confirmation',
  'wrong-csrf-token': 'csrf',
};

const CHANGE = 'Change the one-time password first: POST /v1/session/password.';

export const changeFirst = (): Refusal => new Refusal('change-password', { detail: CHANGE });

export const confirmFirst = (): Refusal =>
  new Refusal('confirmation-required', {
    detail:
      'Enter the password, a code or a passkey again, such as by POST /v1/session/confirm: it counts for five minutes.',
  });

export const forbidden = (principal: Principal, permission: Permission): Refusal =>
  new Refusal('forbidden', { detail: whyNot(principal, permission) });

const whyNot = (principal: Principal, permission: Permission): string => {
  const { name, role, user, isPerson } = principal;
  if (!isPerson && permission === 'approve')
    return `The token "${name}" belongs to no user: only a person approves.`;
  if (!isPerson && role === 'admin' && permission === 'issueCodes')
    return `The token "${name}" belongs to no user: once there are users, only a person issues codes.`;
  if (!isPerson && permission === 'manageUsers') {
    const how = 'Make one on the machine: token create --role admin --user NAME.';
    return `The token "${name}" belongs to no user: once there are users, only a person manages them. ${how}`;
  }
  if (isLostByLimits(principal, permission))
    return `The token "${name}" has limits of what it may send, which only single messages and batches keep.`;
  const roles = user?.roles.join(', ');
  if (role === undefined) return `The user "${name}" is ${roles}.`;
  const limit = user === undefined ? '' : ` of the user "${user.name}" (${roles})`;
  return `The token "${name}" is a ${role}${limit}.`;
};
