import type { z } from 'zod';
import type { assertion, optionsView, passkeyView } from '../../http/v1/session/passkey-view.ts';
import type { sessionView } from '../../http/v1/session/session-view.ts';
import { ask, list, query, send } from './client.ts';
import { isProblem } from './problem.ts';

export type Session = z.output<typeof sessionView>;

/** What an authenticator says. */
export type Assertion = z.input<typeof assertion>;
export type PasskeyOptions = z.output<typeof optionsView>['publicKey'];

/** The provider of the single sign-on, and whether it asks for the password once more. */
export interface Provider {
  readonly name: string;
  readonly confirms: boolean;
}

const PATH = '/v1/session';

export const currentSession = (): Promise<Session> => ask<typeof sessionView>(PATH, { isEntry: true });

export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly code?: string;
  /** In the place of a code. */
  readonly passkey?: Assertion;
}

export const signIn = (credentials: Credentials): Promise<Session> =>
  ask<typeof sessionView>(PATH, { method: 'POST', body: credentials, isEntry: true });

export const signOut = (): Promise<void> => ask(PATH, { method: 'DELETE', isEntry: true }) as Promise<void>;

export const changePassword = (current: string, next: string): Promise<void> =>
  ask(`${PATH}/password`, { method: 'POST', body: { current, new: next } }) as Promise<void>;

export const confirmBy = (body: { password: string } | { code: string }): Promise<void> =>
  ask(`${PATH}/confirm`, { method: 'POST', body, isEntry: true }) as Promise<void>;

const optionsAt = async (path: string): Promise<PasskeyOptions> =>
  (await ask<typeof optionsView>(path, { method: 'POST', isEntry: true })).publicKey;

export const passkeyOptions = (): Promise<PasskeyOptions> => optionsAt('/v1/session/passkey/options');

export const signInByPasskey = (passkey: Assertion): Promise<Session> =>
  ask<typeof sessionView>('/v1/session/passkey', { method: 'POST', body: { passkey }, isEntry: true });

export const confirmOptions = (): Promise<PasskeyOptions> => optionsAt('/v1/session/passkey/confirm/options');

export const confirmByPasskey = async (passkey: Assertion): Promise<void> => {
  await send('/v1/session/passkey/confirm', { method: 'POST', body: { passkey }, isEntry: true });
};

/** How many passkeys the person has. */
export const countPasskeys = async (): Promise<number> =>
  (await list<typeof passkeyView>('/v1/session/passkeys', { isEntry: true })).items.length;

/** Undefined: there is no single sign-on. */
export const findProvider = async (): Promise<Provider | undefined> => {
  try {
    return await ask<z.ZodType<Provider>>('/v1/session/oidc/provider', { isEntry: true });
  } catch (error) {
    if (isProblem(error, 'not-found')) return undefined;
    throw error;
  }
};

/** A link that leads to the provider, and back to this page. */
export const providerLink = (step: 'sign-in' | 'confirm'): string => {
  const { pathname, search } = window.location;
  const path = step === 'confirm' ? '/v1/session/oidc/confirm' : '/v1/session/oidc';
  return path + query({ returnTo: pathname + search });
};
