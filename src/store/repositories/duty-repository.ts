import type { DutyRepository } from '../../domain/duty/duty.ts';
import type { Roster } from '../../domain/duty/roster.ts';
import { handOversTo, overdueHandOvers } from '../queries/duty/hand-overs.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';
import type { NamedRepositories } from './named-repositories.ts';

/** The repository of rosters and hand-overs. */
export const dutyRepository = (
  db: Queries,
  writer: Channel,
  reader: Channel,
  named: NamedRepositories,
): DutyRepository => ({
  rosters: named<Roster>('roster'),
  onDuty: async (roster, atMs) => (await reader.call('dutyAt', roster, atMs))?.people ?? [],
  dutyAt: (roster, atMs) => reader.call('dutyAt', roster, atMs),
  dutyPerson: (roster, name) => reader.call('dutyPerson', roster, name),
  askHandOver: (asked, messages) => writer.call('askHandOver', asked, messages),
  handOversTo: (phone, reference, nowMs) => handOversTo(db, phone, reference, nowMs),
  acceptHandOver: (accepted) => writer.call('acceptHandOver', accepted),
  countWrongHandOver: (wrong) => writer.call('countWrongHandOver', wrong),
  overdueHandOvers: (nowMs) => overdueHandOvers(db, nowMs),
  endHandOver: (id, messages) => writer.call('endHandOver', id, messages),
});
