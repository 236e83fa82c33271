import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { passkeyView } from '../../../http/v1/session/passkey-view.ts';
import type { ownSessionView } from '../../../http/v1/session/session-view.ts';
import { ask } from '../client.ts';

export type Passkey = z.output<typeof passkeyView>;
export type OwnSession = z.output<typeof ownSessionView>;

interface Items<Item> {
  readonly items: readonly Item[];
}

const FACTOR = '/v1/session/second-factor';
const PASSKEYS = '/v1/session/passkeys';

export const ownSessionsQuery = () =>
  queryOptions({
    queryKey: ['account', 'sessions'],
    queryFn: ({ signal }) => ask<z.ZodType<Items<OwnSession>>>('/v1/sessions', { signal }),
  });

export const signOutEverywhere = () => ask('/v1/session?everywhere=true', { method: 'DELETE' });

export const beginFactor = () => ask<z.ZodType<{ secret: string; uri: string }>>(FACTOR, { method: 'POST' });

export const confirmFactor = (code: string) =>
  ask<z.ZodType<{ recoveryCodes: readonly string[] }>>(`${FACTOR}/confirm`, {
    method: 'POST',
    body: { code },
  });

export const endFactor = () => ask(FACTOR, { method: 'DELETE' });

export const passkeysQuery = () =>
  queryOptions({
    queryKey: ['account', 'passkeys'],
    queryFn: ({ signal }) => ask<z.ZodType<Items<Passkey>>>(PASSKEYS, { signal }),
  });

/** Asks the browser for a new passkey, and registers it. */
export const registerPasskey = async (name: string): Promise<Passkey> => {
  const { publicKey } = await ask<z.ZodType<{ publicKey: PublicKeyCredentialCreationOptionsJSON }>>(
    `${PASSKEYS}/options`,
    { method: 'POST' },
  );
  const made = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
  });
  if (!(made instanceof PublicKeyCredential)) throw new Error('no passkey was made');
  return ask<typeof passkeyView>(PASSKEYS, { method: 'POST', body: { name, passkey: made.toJSON() } });
};

export const renamePasskey = (id: number, name: string) =>
  ask(`${PASSKEYS}/${id}`, { method: 'PUT', body: { name } });

export const removePasskey = (id: number) => ask(`${PASSKEYS}/${id}`, { method: 'DELETE' });
