import type { PersonOfPhone } from '../../domain/access/person-of-phone.ts';
import type { DutyRepository } from '../../domain/duty/duty.ts';
import type { CodeHashes } from '../../domain/inbound/case-codes.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { OutgoingInput } from '../interpret.ts';

export interface DutyCommandDeps {
  readonly duty: DutyRepository;
  /** The enabled user with this phone, whether on duty or not. */
  readonly userOfPhone: (phone: Msisdn) => Promise<{ readonly language: string } | undefined>;
  readonly personOf: PersonOfPhone;
  /**
   * Prepares a message for the store; undefined if no route can carry it.
   * @param holdsCode whether it holds a code, which no list of messages shows
   */
  readonly prepare: (input: OutgoingInput, holdsCode?: boolean) => Promise<NewMessage | undefined>;
  /** Called when these messages were stored. */
  readonly queued: (messages: readonly NewMessage[]) => void;
  /** Called when an event was committed and is to be published. */
  readonly announce: () => void;
  readonly codes: CodeHashes;
  readonly clock: Clock;
}
