import type { NewMessage } from '../domain/messages/message.ts';
import type { MessageIds } from '../domain/messages/message-id.ts';
import type { MessageReader, MessageWriter } from '../domain/messages/message-store.ts';
import type { Priority } from '../domain/messages/priority.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Defaults } from './check.ts';
import type { OptedOut } from './said-no.ts';

interface LaneFinder {
  /** Undefined if no rule of the plan matches this number and priority. */
  numberFor(
    to: NewMessage['to'],
    priority: Priority,
    only: readonly string[] | undefined,
  ): number | Promise<number> | undefined;
}

export interface IntakeDeps {
  readonly store: MessageWriter & MessageReader;
  readonly lanes: LaneFinder;
  readonly ids: MessageIds;
  readonly clock: Clock;
  readonly defaults: Defaults;
  /** Finds the numbers that opted out of every list. Undefined: messages to such numbers are sent all the same. */
  readonly optedOut?: OptedOut | undefined;
  /**
   * Adds to the count of queued messages of a class; a negative number subtracts. A single message is counted before
   * its commit, so that its claim can be in the same commit, and subtracted if the commit fails. The messages of a
   * batch are counted after their commit.
   */
  readonly queued: (lane: number, priority: Priority, messages: number, dueAt: number) => void;
  /** Called with messages that are on disk now. Left out: nobody wants to know. */
  readonly accepted?: ((messages: readonly NewMessage[]) => void) | undefined;
}
