import { actorIdOf } from '../../domain/access/user.ts';
import type { DutyPerson } from '../../domain/duty/roster.ts';
import type { AuditActor } from '../../domain/operation/audit.ts';

/** Somebody on duty, as logs name who did something by SMS. */
export const dutyActor = ({ user, name, phone }: DutyPerson): AuditActor =>
  user === undefined ? { id: `phone:${phone}`, name } : { id: actorIdOf({ id: user }), name };
