import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { messageView } from '../../../http/v1/messages/message-view.ts';
import type { contactBody, contactView } from '../../../http/v1/people/contact-body.ts';
import type { contactInFull } from '../../../http/v1/people/contacts.ts';
import type { deadView } from '../../../http/v1/people/dead-numbers.ts';
import type { membershipView } from '../../../http/v1/people/members.ts';
import type { erasureView, exportView } from '../../../http/v1/people/persons.ts';
import { ask, list, query } from '../client.ts';

export type Contact = z.output<typeof contactView>;
export type ContactInFull = z.output<typeof contactInFull>;
export type ContactBody = z.input<typeof contactBody>;
export type Membership = z.output<typeof membershipView>;
export type DeadNumber = z.output<typeof deadView>;
export type Erasure = z.output<typeof erasureView>;

export interface ContactFilter {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
  readonly language?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly list?: string | undefined;
  readonly cursor?: string | undefined;
}

const PAGE = 50;

export const contactsQuery = (filter: ContactFilter) =>
  queryOptions({
    queryKey: ['people', 'contacts', filter],
    queryFn: ({ signal }) =>
      list<typeof contactView>(`/v1/contacts${query({ ...filter, limit: PAGE })}`, { signal }),
    placeholderData: (before) => before,
  });

export const contactQuery = (id: number) =>
  queryOptions({
    queryKey: ['people', 'contact', id],
    queryFn: ({ signal }) => ask<typeof contactInFull>(`/v1/contacts/${id}`, { signal }),
  });

/** Whether nothing gets through to a number any more. */
export const deadQuery = (number: string) =>
  queryOptions({
    queryKey: ['people', 'dead', number],
    queryFn: async ({ signal }) => {
      const { items } = await list<typeof deadView>(`/v1/people/dead${query({ number })}`, { signal });
      return items[0] ?? null;
    },
  });

export const deadNumbersQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: ['people', 'dead', 'list', cursor],
    queryFn: ({ signal }) =>
      list<typeof deadView>(`/v1/people/dead${query({ cursor, limit: PAGE })}`, { signal }),
  });

/** The newest messages to a number. */
export const messagesToQuery = (to: string) =>
  queryOptions({
    queryKey: ['messages', 'to', to],
    queryFn: ({ signal }) => list<typeof messageView>(`/v1/messages${query({ to, limit: 5 })}`, { signal }),
  });

export const makeContact = (body: ContactBody, key: string): Promise<Contact> =>
  ask<typeof contactView>('/v1/contacts', { method: 'POST', body, key });

export const replaceContact = (id: number, body: ContactBody, version: number): Promise<Contact> =>
  ask<typeof contactView>(`/v1/contacts/${id}`, { method: 'PUT', body, version });

export const removeContact = (id: number, version: number): Promise<unknown> =>
  ask(`/v1/contacts/${id}`, { method: 'DELETE', version });

export const putMember = (
  listId: number,
  number: string,
  body: {
    readonly consent: Membership['consent'];
    readonly consentSource: string;
    readonly consentAt?: string;
  },
): Promise<unknown> =>
  ask(`/v1/lists/${listId}/members/${encodeURIComponent(number)}`, { method: 'PUT', body });

export const removeMember = (listId: number, number: string): Promise<unknown> =>
  ask(`/v1/lists/${listId}/members/${encodeURIComponent(number)}`, { method: 'DELETE' });

export const revive = (number: string): Promise<unknown> =>
  ask(`/v1/people/dead/${encodeURIComponent(number)}`, { method: 'DELETE' });

export const exportPerson = (number: string): Promise<z.output<typeof exportView>> =>
  ask<typeof exportView>(`/v1/people/${encodeURIComponent(number)}/export`);

export const erasePerson = (number: string): Promise<Erasure> =>
  ask<typeof erasureView>(`/v1/people/${encodeURIComponent(number)}/erase`, { method: 'POST' });
