import type { AnswerRepository } from '../../domain/operation/answer-repository.ts';
import type { AudienceRepository, Recipient } from '../../domain/people/audience.ts';
import type { ContactRepository } from '../../domain/people/contact-repository.ts';
import type { DeadNumberRepository } from '../../domain/people/dead-number.ts';
import type { ImportRepository } from '../../domain/people/import-job.ts';
import type { OptOutRepository } from '../../domain/people/opt-out.ts';
import type { PeopleRepositories } from '../../domain/people/people-repositories.ts';
import type { ReachRepository } from '../../domain/people/reach.ts';
import type { Clock } from '../../kernel/clock.ts';
import { findContact, getContact, insertContact, listContacts } from '../queries/people/contacts.ts';
import { listDeadNumbers } from '../queries/people/dead-numbers.ts';
import {
  createImport,
  dropFile,
  dropImport,
  getImport,
  importsBefore,
  knownNumbers,
  listImports,
  looseFiles,
  moveImport,
  nextImport,
  readChunk,
} from '../queries/people/imports.ts';
import { memberRepository } from '../queries/people/members.ts';
import { listOptOuts } from '../queries/people/opt-outs.ts';
import { readPopulation, readReachAreas } from '../queries/people/population.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';
import type { NamedRepositories } from './named-repositories.ts';
import { personRepository } from './person-repository.ts';

interface Channels {
  readonly db: Queries;
  readonly writer: Channel;
  readonly reader: Channel;
  readonly clock: Clock;
  readonly named: NamedRepositories;
}

/**
 * The repositories of people, audiences and opt-outs, and of answers that are kept for a repeated request
 * (Idempotency-Key).
 */
export const peopleRepositories = ({
  db,
  writer,
  reader,
  clock,
  named,
}: Channels): AudienceRepository &
  OptOutRepository &
  AnswerRepository &
  DeadNumberRepository &
  ReachRepository &
  PeopleRepositories => ({
  countAudience: async (audience, given) => {
    const options = { ...given, dutyAt: given.dutyAt ?? clock.now() };
    const byLanguage: Record<string, number> = {};
    let people = 0;
    let optedOut = 0;
    let noConsent = 0;
    for (let after = ''; ; ) {
      const slice = await reader.call('countAudience', audience, after, options);
      people += slice.people;
      optedOut += slice.suppressed.optedOut;
      noConsent += slice.suppressed.noConsent;
      for (const [language, count] of Object.entries(slice.byLanguage))
        byLanguage[language] = (byLanguage[language] ?? 0) + count;
      if (slice.next === undefined)
        return {
          people,
          suppressed: { optedOut, noConsent },
          byLanguage,
          missing: slice.missing,
          meaning: slice.meaning,
        };
      after = slice.next;
    }
  },
  audienceMeaning: (audience) => reader.call('audienceMeaning', audience),
  audiencePage: async (audience, after, limit, given) => {
    const options = { ...given, dutyAt: given.dutyAt ?? clock.now() };
    const recipients: Recipient[] = [];
    for (let from = after; ; ) {
      const slice = await reader.call('audiencePage', audience, from, limit - recipients.length, options);
      recipients.push(...slice.recipients);
      if (slice.next === undefined || recipients.length >= limit) return recipients;
      from = slice.next;
    }
  },

  optOut: (optOut) => writer.call('optOut', optOut),
  optIn: (number, listId) => writer.call('optIn', number, listId),
  isOptedOut: (number, listId) => reader.call('isOptedOut', number, listId),

  optedOut: (numbers, orHeld) => reader.call('optedOut', numbers, orHeld),

  optOuts: (filter, page) => listOptOuts(db, filter, page),

  replacePopulation: (rows) => writer.call('replacePopulation', rows),
  population: () => readPopulation(db),
  reachAreas: () => readReachAreas(db),
  reachSlice: (after) => reader.call('reachSlice', after),

  deadNumbers: (filter, page) => listDeadNumbers(db, filter, page),
  revive: (number) => writer.call('reviveNumber', number),

  contacts: contactRepository(db, writer, reader),
  lists: named('list'),
  members: {
    ...memberRepository(db),
    put: (membership) => writer.call('putMember', membership, clock.now()),
    dropOrphans: async () => {
      for (const id of await reader.call('listsGone')) while (await writer.call('dropMembers', id));
    },
  },
  segments: named('segment'),
  areas: named('area'),
  imports: importRepository(db, writer),
  persons: personRepository(db, writer, reader, clock),

  beginAnswer: (key) => writer.call('beginAnswer', key, clock.now()),
  keepAnswer: (key, answer, note) =>
    writer.call('keepAnswer', key, answer, note && { at: clock.now(), ...note }),
  dropAnswer: (key) => writer.call('dropAnswer', key),
  dropUnlessChanged: (key, act) => writer.call('dropAnswer', key, act),
});

const contactRepository = (db: Queries, writer: Channel, reader: Channel): ContactRepository => ({
  create: (data, nowMs) => insertContact(db, data, nowMs),
  get: (id) => getContact(db, id),
  find: (number) => findContact(db, number),
  list: (filter, page) => listContacts(db, filter, page),
  attributeNames: async (wanted) => {
    const names = new Set<string>();
    for (let after: number | undefined = 0; after !== undefined; ) {
      const slice: { names: readonly string[]; next: number | undefined } = await reader.call(
        'attributeNames',
        after,
      );
      for (const name of slice.names) names.add(name);
      if (wanted?.every((name) => names.has(name)) === true) break;
      after = slice.next;
    }
    return [...names].sort();
  },
  replace: async (id, data, version, nowMs) => {
    const kind = await writer.call('replaceContact', id, data, version, nowMs);
    if (kind !== 'done') return { kind };
    const value = await getContact(db, id);
    return value === undefined ? { kind: 'unknown' } : { kind, value };
  },
  remove: (id, version) => writer.call('removeContact', id, version),
});

const importRepository = (db: Queries, writer: Channel): ImportRepository => ({
  createImport: (options, nowMs) => createImport(db, options, nowMs),
  keepChunk: (jobId, serial, data) => writer.call('keepChunk', jobId, serial, data),
  readChunk: (jobId, serial) => readChunk(db, jobId, serial),
  getImport: (id) => getImport(db, id),
  listImports: (page) => listImports(db, page),
  nextImport: () => nextImport(db),
  moveImport: (id, from, state, change) => moveImport(db, id, from, state, change),
  importRows: (batch, counted, nowMs) => writer.call('importRows', batch, counted, nowMs),
  dropFile: (jobId) => dropFile(db, jobId),
  looseFiles: () => looseFiles(db),
  dropImport: async (jobId) => {
    await dropImport(db, jobId);
    await dropFile(db, jobId);
  },
  knownNumbers: (numbers) => knownNumbers(db, numbers),
  importsBefore: (state, beforeMs) => importsBefore(db, state, beforeMs),
});
