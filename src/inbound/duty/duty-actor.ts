import type { PersonOfPhone } from '../../domain/access/person-of-phone.ts';
import type { DutyPerson } from '../../domain/duty/roster.ts';
import type { AuditActor } from '../../domain/operation/audit.ts';

/**
 * Somebody on duty, as logs name who did something by SMS. Whoever a roster calls the owner of a phone, the phone of a
 * user is that user. Undefined: the user is disabled.
 */
export const dutyActor = async (
  personOf: PersonOfPhone,
  { name, phone }: Pick<DutyPerson, 'name' | 'phone'>,
): Promise<AuditActor | undefined> => {
  const person = await personOf(phone);
  if (person.kind === 'disabled') return undefined;
  return person.kind === 'user' ? { id: person.id, name: person.user.name } : { id: person.id, name };
};
