import { randomInt } from 'node:crypto';
import { INBOUND_OWNER } from '../../domain/inbound/inbound-repository.ts';
import type { SmsCommand } from '../../domain/inbound/sms-command.ts';
import { DutyCommand } from '../../inbound/duty/duty-command.ts';
import type { OutgoingInput } from '../../inbound/interpret.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { Store } from '../../store/store.ts';

interface DutyAround {
  readonly store: Store;
  readonly intake: Intake;
  /** Called when an event was committed and is to be published. */
  readonly announce: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

interface DutyPart {
  readonly commands: readonly SmsCommand[];
  start(): void;
  stop(): Promise<void>;
}

const OVERDUE_EVERY_MS = 15_000;

/** Makes what people on duty ask by SMS: who is on duty, and hand-overs. */
export const composeDuty = ({ store, intake, announce, clock, log }: DutyAround): DutyPart => {
  const duty = new DutyCommand({
    duty: store.duty,
    userOfPhone: store.userOfPhone,
    prepare: async ({ route: _route, ...input }: OutgoingInput) => {
      const made = await intake.prepare({ ...input, routes: undefined }, INBOUND_OWNER);
      if (!('errors' in made)) return made;
      log.error({ errors: made.errors }, 'a message about a hand-over of duty cannot be sent');
      return undefined;
    },
    queued: (messages) => intake.stored(messages),
    announce,
    newCode: () => String(randomInt(10_000)).padStart(4, '0'),
    clock,
  });
  const overdue = async (): Promise<number> => {
    await duty.tellOverdue();
    return OVERDUE_EVERY_MS;
  };
  const looper = new Looper(overdue, {
    clock,
    log,
    failure: 'overdue hand-overs cannot be told; trying again',
  });
  return {
    commands: [duty.command],
    start: () => looper.start(),
    stop: () => looper.stop(),
  };
};
