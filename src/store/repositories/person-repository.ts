import type { Message } from '../../domain/messages/message.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { PersonRepository } from '../../domain/people/person.ts';
import type { Clock } from '../../kernel/clock.ts';
import { usersOf } from '../queries/access/users.ts';
import { findContact } from '../queries/people/contacts.ts';
import { membershipsOf } from '../queries/people/members.ts';
import { listOptOuts } from '../queries/people/opt-outs.ts';
import { answersOf, casesOf, inboxOf, messagesOf, optInsOf, rostersOf } from '../queries/people/persons.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';

const MESSAGES_AT_ONCE = 500;
/** One page with all opt-outs of a number, which has at most one for each list. */
const ALL = { limit: 1000, cursor: undefined };

/** The repository of what is stored about one number. */
export const personRepository = (
  db: Queries,
  writer: Channel,
  reader: Channel,
  clock: Clock,
): PersonRepository => {
  const idsOf = async (number: Msisdn): Promise<readonly number[]> => {
    // A block may be written while its messages are read: they come twice then.
    const ids = new Set<number>();
    for (let after: number | undefined = 0; after !== undefined; ) {
      const slice: { ids: readonly number[]; next: number | undefined } = await reader.call(
        'messagesTo',
        number,
        after,
      );
      for (const id of slice.ids) ids.add(id);
      after = slice.next;
    }
    return [...ids];
  };
  const read = async (ids: readonly number[]): Promise<readonly Message[]> => {
    const messages: Message[] = [];
    for (let at = 0; at < ids.length; at += MESSAGES_AT_ONCE)
      messages.push(...(await messagesOf(db, ids.slice(at, at + MESSAGES_AT_ONCE))));
    return messages;
  };
  return {
    read: async (number, spellings) => {
      return {
        contact: await findContact(db, number),
        memberships: await membershipsOf(db, number),
        optOuts: (await listOptOuts(db, { number, listId: undefined }, ALL)).items,
        optIns: await optInsOf(db, number),
        messages: await read(await idsOf(number)),
        inbox: await inboxOf(db, number, spellings),
        answers: await answersOf(db, number),
        callsForHelp: await read(await reader.call('callsForHelpOf', number, spellings)),
        cases: await casesOf(db, number),
        users: await usersOf(db, number),
        rosters: await rostersOf(db, number),
      };
    },
    erase: async (number, alias, spellings) =>
      writer.call('erasePerson', number, alias, spellings, await idsOf(number), clock.now()),
    mentions: (spellings) => reader.call('mentions', spellings),
  };
};
