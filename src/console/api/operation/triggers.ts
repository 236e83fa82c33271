import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { capMessageView, outcomeView, wholeCapMessageView } from '../../../http/v1/triggers/cap-view.ts';
import type { triggersView } from '../../../http/v1/triggers/events.ts';
import type { issuedView, phonesView } from '../../../http/v1/triggers/launch-codes.ts';
import { ask, list } from '../client.ts';

export type Triggers = z.output<typeof triggersView>;
export type CapMessage = z.output<typeof capMessageView>;
export type IssuedCodes = z.output<typeof issuedView>;

export const triggersQuery = () =>
  queryOptions({
    queryKey: ['triggers', 'list'],
    queryFn: ({ signal }) => ask<typeof triggersView>('/v1/triggers', { signal }),
  });

export const capMessagesQuery = () =>
  queryOptions({
    queryKey: ['triggers', 'cap'],
    queryFn: ({ signal }) => list<typeof capMessageView>('/v1/cap/messages?limit=20', { signal }),
  });

export const capMessageQuery = (id: number) =>
  queryOptions({
    queryKey: ['triggers', 'cap', id],
    queryFn: ({ signal }) => ask<typeof wholeCapMessageView>(`/v1/cap/messages/${id}`, { signal }),
  });

export const applyCap = (id: number) =>
  ask<typeof outcomeView>(`/v1/cap/messages/${id}/apply`, { method: 'POST' });

export const launchPhonesQuery = () =>
  queryOptions({
    queryKey: ['triggers', 'codes'],
    queryFn: ({ signal }) => ask<typeof phonesView>('/v1/launch-codes', { signal }),
  });

export const issueCodes = (phone: string, count: number) =>
  ask<typeof issuedView>('/v1/launch-codes', { method: 'POST', body: { phone, count } });
export type WholeCapMessage = z.output<typeof wholeCapMessageView>;
