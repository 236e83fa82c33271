import { foldName } from '../../../domain/access/fold-name.ts';
import type { DutyNow } from '../../../domain/duty/duty.ts';
import { onDutyAt } from '../../../domain/duty/on-duty.ts';
import type { DutyPerson, Roster } from '../../../domain/duty/roster.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { Db } from '../../db.ts';

interface UserRow {
  readonly id: number;
  readonly name: string;
  readonly phone: string;
  readonly language: string;
}

/** Says who is on duty, as the users and the roster are at the moment of the call. */
export const prepareOnDuty = (db: Db) => {
  const rosterOf = db.prepare<[number], string>('SELECT definition FROM rosters WHERE id = ?').pluck();
  const userOf = db.prepare<[string], UserRow>(
    'SELECT id, name, phone, language FROM users WHERE name_key = ? AND phone IS NOT NULL AND disabled_at IS NULL',
  );

  const dutyPerson = ({ people }: Roster, name: string): DutyPerson | undefined => {
    const key = foldName(name);
    const own = people.find((one) => foldName(one.name) === key);
    if (own !== undefined) return { ...own, user: undefined };
    const user = userOf.get(key);
    if (user === undefined) return undefined;
    return { name: user.name, phone: user.phone as Msisdn, language: user.language, user: user.id };
  };

  const reached = (roster: Roster, names: readonly string[]): readonly DutyPerson[] => {
    const found = names.map((name) => dutyPerson(roster, name)).filter((one) => one !== undefined);
    return [...new Map(found.map((one) => [one.phone, one])).values()];
  };

  const dutyAt = (id: number, atMs: number): DutyNow | undefined => {
    const definition = rosterOf.get(id);
    if (definition === undefined) return undefined;
    const roster = JSON.parse(definition) as Roster;
    const { names, isFallback } = onDutyAt(roster, atMs);
    const unreachable = names.filter((name) => dutyPerson(roster, name) === undefined);
    const people = reached(roster, names);
    if (people.length > 0 || isFallback) return { people, isFallback, unreachable };
    return { people: reached(roster, roster.fallback), isFallback: true, unreachable };
  };

  return { dutyAt, dutyPerson };
};
