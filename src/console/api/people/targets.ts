import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { contactView } from '../../../http/v1/people/contact-body.ts';
import type { contactInFull } from '../../../http/v1/people/contacts.ts';
import type { areaView, listView, segmentView } from '../../../http/v1/people/groups.ts';
import type { membersView, memberView } from '../../../http/v1/people/members.ts';
import type { Use } from '../../../kernel/named.ts';
import { ask, list, query } from '../client.ts';
import { restore } from '../operation/bin.ts';
import { Problem } from '../problem.ts';

export type Area = z.output<typeof areaView>;
export type PeopleList = z.output<typeof listView>;
export type Segment = z.output<typeof segmentView>;
export type Member = z.output<typeof memberView>;

interface Targets {
  readonly areas: Area;
  readonly lists: PeopleList;
  readonly segments: Segment;
}
export type TargetKind = keyof Targets;
export type Target<Kind extends TargetKind> = Targets[Kind];

/** The largest page of the API. */
const PAGE = 500;
/** Pages that are read before somebody has to ask for more: no gateway has more groups of people than this. */
const MOST_PAGES = 20;

/** All areas, lists or segments. */
export const targetsQuery = <Kind extends TargetKind>(kind: Kind) =>
  queryOptions({
    queryKey: ['people', kind],
    queryFn: async ({ signal }): Promise<readonly Target<Kind>[]> => {
      const found: Target<Kind>[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const { items, next } = await list<z.ZodType<Target<Kind>>>(
          `/v1/${kind}${query({ limit: PAGE, cursor })}`,
          {
            signal,
          },
        );
        found.push(...items);
        if (next === null) break;
        cursor = next;
      }
      return found;
    },
  });

export const targetQuery = <Kind extends TargetKind>(kind: Kind, id: number) =>
  queryOptions({
    queryKey: ['people', kind, id],
    queryFn: ({ signal }) => ask<z.ZodType<Target<Kind>>>(`/v1/${kind}/${id}`, { signal }),
  });

/** Makes one, or replaces the version that was seen. */
export const saveTarget = <Kind extends TargetKind>(
  kind: Kind,
  body: object,
  {
    seen,
    key,
  }: { readonly seen: { readonly id: number; readonly version: number } | undefined; readonly key: string },
): Promise<Target<Kind>> =>
  seen === undefined
    ? ask<z.ZodType<Target<Kind>>>(`/v1/${kind}`, { method: 'POST', body, key })
    : ask<z.ZodType<Target<Kind>>>(`/v1/${kind}/${seen.id}`, { method: 'PUT', body, version: seen.version });

export const removeTarget = (
  kind: TargetKind,
  { id, version }: { readonly id: number; readonly version: number },
) => ask(`/v1/${kind}/${id}`, { method: 'DELETE', version });

const ONE = { areas: 'area', lists: 'list', segments: 'segment' } as const;

/** Takes what was removed out of the bin again. */
export const restoreTarget = (kind: TargetKind, id: number): Promise<void> => restore(ONE[kind], id);

/** What uses a thing that could not be removed, with how many there are in all; undefined: another problem. */
export const usesIn = (
  error: unknown,
): { readonly by: readonly Use[]; readonly total: number } | undefined => {
  if (!(error instanceof Problem) || error.name !== 'in-use') return undefined;
  const { usedBy, usedByTotal } = error.members;
  return { by: usedBy as readonly Use[], total: Number(usedByTotal) };
};

/** A member with the name and the id of the contact. */
export interface ListedMember extends Member {
  readonly contact: number;
  readonly name: string | null;
}

interface Members {
  readonly items: readonly ListedMember[];
  readonly next: string | null;
  /** All members; undefined: only some were searched for. */
  readonly total: number | undefined;
}

const MEMBERS = 50;
/** Of each person found, the consent is asked for alone: a search that finds more than this must be narrowed. */
const FOUND = 20;

const isNumber = (search: string): boolean => /^\+?[\d\s().-]+$/.test(search);

/** Members found by a part of their name or the beginning of their number. */
const findMembers = async (id: number, search: string, cursor: string | undefined, signal: AbortSignal) => {
  const by = isNumber(search) ? { number: search } : { name: search };
  const path = `/v1/contacts${query({ list: id, limit: FOUND, cursor, ...by })}`;
  const { items, next } = await list<typeof contactView>(path, { signal });
  const whole = await Promise.all(
    items.map((one) => ask<typeof contactInFull>(`/v1/contacts/${one.id}`, { signal })),
  );
  return {
    items: whole.flatMap(({ id: contact, number, name, memberships }) => {
      const own = memberships.find((one) => one.list === id);
      return own === undefined ? [] : [{ ...own, number, contact, name }];
    }),
    next,
    total: undefined,
  };
};

/** Both lists are in the order of the numbers, and each member is a contact: the two pages are the same people. */
const pageOfMembers = async (id: number, cursor: string | undefined, signal: AbortSignal) => {
  const [members, contacts] = await Promise.all([
    ask<typeof membersView>(`/v1/lists/${id}/members${query({ limit: MEMBERS, cursor })}`, { signal }),
    list<typeof contactView>(`/v1/contacts${query({ list: id, limit: MEMBERS, cursor })}`, { signal }),
  ]);
  const known = new Map(contacts.items.map((one) => [one.number, one]));
  return {
    items: members.items.flatMap((member) => {
      const contact = known.get(member.number);
      return contact === undefined ? [] : [{ ...member, contact: contact.id, name: contact.name }];
    }),
    next: members.next,
    total: members.total,
  };
};

export const listedMembersQuery = (
  id: number,
  { search, cursor }: { readonly search: string; readonly cursor: string | undefined },
) =>
  queryOptions({
    queryKey: ['people', 'lists', id, 'members', search, cursor ?? ''],
    queryFn: ({ signal }): Promise<Members> =>
      search === '' ? pageOfMembers(id, cursor, signal) : findMembers(id, search, cursor, signal),
  });

const memberPath = (list: number, number: string): string =>
  `/v1/lists/${list}/members/${encodeURIComponent(number)}`;

export const putMember = (
  list: number,
  number: string,
  body: Pick<Member, 'consent' | 'consentSource'> & Partial<Pick<Member, 'consentAt'>>,
) => ask<typeof memberView>(memberPath(list, number), { method: 'PUT', body });

export const removeMember = (list: number, number: string) =>
  ask(memberPath(list, number), { method: 'DELETE' });

/** The names of attributes that the first contacts have: a help for typing, not all that there are. */
export const someAttributesQuery = () =>
  queryOptions({
    queryKey: ['people', 'attributes'],
    queryFn: async ({ signal }) => {
      const { items } = await list<typeof contactView>(`/v1/contacts${query({ limit: 200 })}`, { signal });
      return [...new Set(items.flatMap(({ attributes }) => Object.keys(attributes)))].toSorted();
    },
  });
