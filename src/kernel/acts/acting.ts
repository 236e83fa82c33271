import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What somebody asked the gateway to do. It is written into the audit log in the commit of the first change that is
 * made because of it, so that no change can be without its entry.
 */
export interface Act {
  /** The same for all changes of one request; grows from request to request. */
  readonly serial: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly actor: { readonly id: string; readonly name: string };
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const acts = new AsyncLocalStorage<Act | undefined>();

/** Does the work on behalf of somebody; undefined: on behalf of nobody, such as a loop that a request woke. */
export const acting = <Result>(act: Act | undefined, work: () => Result): Result => acts.run(act, work);

/** On whose behalf the caller works. */
export const currentAct = (): Act | undefined => acts.getStore();
