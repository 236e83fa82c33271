import type { Config } from '../config/schema.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { LaneRegistry } from '../dispatch/plan/lane-registry.ts';
import type { MessageIds } from '../domain/messages/message-id.ts';
import { defaultSender } from '../intake/default-sender.ts';
import { Intake } from '../intake/intake.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Store } from '../store/store.ts';
import type { Traced } from './traces.ts';

interface IntakeAround {
  readonly store: Store;
  readonly lanes: LaneRegistry;
  readonly ids: MessageIds;
  readonly dispatcher: Pick<Dispatcher, 'queued'>;
  readonly traced: Pick<Traced, 'accepted'>;
  readonly clock: Clock;
}

/** Makes what accepts messages. */
export const composeIntake = (
  config: Config,
  { store, lanes, ids, dispatcher, traced, clock }: IntakeAround,
): Intake =>
  new Intake({
    store,
    lanes,
    ids,
    clock,
    defaults: {
      senderFor: (to) => defaultSender(config, to),
      country: config.country,
      hasRoute: (id) => lanes.has(id),
    },
    optedOut: config.optOuts.messages === 'suppress' ? store : undefined,
    queued: (lane, priority, messages, dueAt) => dispatcher.queued(lane, priority, messages, dueAt),
    accepted: traced.accepted,
  });
