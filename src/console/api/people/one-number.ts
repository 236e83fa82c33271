import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { inboxView } from '../../../http/v1/inbound/inbox.ts';
import type { contactView } from '../../../http/v1/people/contact-body.ts';
import type { contactInFull } from '../../../http/v1/people/contacts.ts';
import type { optOutView } from '../../../http/v1/people/opt-outs.ts';
import { ask, list, query } from '../client.ts';

export type ContactInFull = z.output<typeof contactInFull>;
export type OptOut = z.output<typeof optOutView>;

/**
 * Whether a number in E.164 is the one that was asked for, which may be written as it is dialled within its country:
 * only the gateway knows which country that is.
 */
export const isNumberAsked = (asked: string, number: string): boolean =>
  asked.startsWith('+') ? number === asked : number.endsWith(asked.replace(/^0+/, ''));

/** The contact that has exactly this number, with lists and opt-outs; null: nobody in the contacts has it. */
export const contactOfNumber = (number: string) =>
  queryOptions({
    queryKey: ['people', 'number', number],
    queryFn: async ({ signal }): Promise<ContactInFull | null> => {
      // The filter takes the beginning of numbers too.
      const { items } = await list<typeof contactView>(`/v1/contacts${query({ number, limit: 1 })}`, {
        signal,
      });
      const found = items.find((one) => isNumberAsked(number, one.number));
      return found === undefined ? null : ask<typeof contactInFull>(`/v1/contacts/${found.id}`, { signal });
    },
  });

export const contactsNamed = (name: string) =>
  queryOptions({
    queryKey: ['people', 'named', name],
    queryFn: ({ signal }) =>
      list<typeof contactView>(`/v1/contacts${query({ name, limit: 10 })}`, { signal }),
  });

export const optOutsOfNumber = (number: string) =>
  queryOptions({
    queryKey: ['opt-outs', number],
    queryFn: ({ signal }) => list<typeof optOutView>(`/v1/opt-outs${query({ number })}`, { signal }),
  });

/** What this number wrote to us, newest first. */
export const inboxOfNumber = (from: string) =>
  queryOptions({
    queryKey: ['inbox', 'from', from],
    queryFn: ({ signal }) => list<typeof inboxView>(`/v1/inbox${query({ from, limit: 20 })}`, { signal }),
  });
