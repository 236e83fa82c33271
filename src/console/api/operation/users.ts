import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { identityView } from '../../../http/v1/users/identity.ts';
import type { pendingActView } from '../../../http/v1/users/pending-acts.ts';
import type { createBody, replaceBody, userView } from '../../../http/v1/users/user-body.ts';
import { ask, list } from '../client.ts';
import { isProblem } from '../problem.ts';

export type User = z.output<typeof userView>;
export type PendingAct = z.output<typeof pendingActView>;
export type Identity = z.output<typeof identityView>;
/** A change is done, or waits for another admin. */
export type Changed = User | PendingAct;

export const waits = (changed: Changed): changed is PendingAct => 'hash' in changed;

const LIMIT = 200;
const pathOf = (name: string): string => `/v1/users/${encodeURIComponent(name)}`;

export const usersQuery = () =>
  queryOptions({
    queryKey: ['users', 'list'],
    queryFn: ({ signal }) => list<typeof userView>(`/v1/users?limit=${LIMIT}`, { signal }),
  });

export const userQuery = (name: string) =>
  queryOptions({
    queryKey: ['users', name],
    queryFn: ({ signal }) => ask<typeof userView>(pathOf(name), { signal }),
  });

export const makeUser = (body: z.input<typeof createBody>, key: string) =>
  ask<z.ZodType<Changed>>('/v1/users', { method: 'POST', body, key });

export const replaceUser = (name: string, body: z.input<typeof replaceBody>, version: number) =>
  ask<z.ZodType<Changed>>(pathOf(name), { method: 'PUT', body, version });

export const switchUser = (name: string, verb: 'disable' | 'enable', version: number) =>
  ask<z.ZodType<Changed>>(`${pathOf(name)}/${verb}`, { method: 'POST', version });

/** A new one-time password, which is shown once. */
export const resetUser = (name: string): Promise<{ name: string; oneTimePassword: string }> =>
  ask<z.ZodType<{ name: string; oneTimePassword: string }>>(`${pathOf(name)}/reset`, { method: 'POST' });

/** `none`: linked to nobody; `off`: there is no single sign-on. */
export const identityQuery = (name: string) =>
  queryOptions({
    queryKey: ['users', name, 'identity'],
    queryFn: async ({ signal }): Promise<Identity | 'none' | 'off'> => {
      try {
        await ask('/v1/session/oidc/provider', { signal });
      } catch (error) {
        if (isProblem(error, 'not-found')) return 'off';
        throw error;
      }
      try {
        return await ask<typeof identityView>(`${pathOf(name)}/identity`, { signal });
      } catch (error) {
        if (isProblem(error, 'not-found')) return 'none';
        throw error;
      }
    },
  });

export const linkUser = (name: string, value: string) =>
  ask<typeof identityView>(`${pathOf(name)}/identity`, { method: 'PUT', body: { value } });

export const unlinkUser = (name: string) => ask(`${pathOf(name)}/identity`, { method: 'DELETE' });

export const pendingActsQuery = () =>
  queryOptions({
    queryKey: ['pending-acts', 'list'],
    queryFn: ({ signal }) => list<typeof pendingActView>('/v1/pending-acts', { signal }),
  });

export const approveAct = ({ id, hash }: PendingAct) =>
  ask(`/v1/pending-acts/${id}/approve`, { method: 'POST', body: { hash } });

export const refuseAct = ({ id }: PendingAct) => ask(`/v1/pending-acts/${id}/refuse`, { method: 'POST' });
