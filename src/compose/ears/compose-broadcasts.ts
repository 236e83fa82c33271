import type { Events } from '../../domain/operation/events.ts';
import { CellBroadcasts } from '../../inbound/cell-broadcasts.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import type { Triggers } from '../triggers/compose-triggers.ts';

interface Basics {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes what keeps the cell broadcasts that ears receive, and makes drafts of them. */
export const composeBroadcasts = (
  triggers: Pick<Triggers, 'broadcast'>,
  events: Events,
  { store, clock, log }: Basics,
): CellBroadcasts =>
  new CellBroadcasts({
    repository: store.cellBroadcasts,
    trigger: (event) => triggers.broadcast(event),
    publish: (type, data) => events.publish(type, data),
    clock,
    log,
  });
