import type { RouteEvents } from '../../domain/routes/route.ts';
import type { SignalRepository } from '../../domain/routes/signal-repository.ts';
import type { SimRepository } from '../../domain/routes/sim-repository.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { PortFinder } from './device/port-finder.ts';
import type { ModemProfile } from './device/profile.ts';

/** The objects of the gateway that a modem route uses. */
export interface ModemRouteDeps {
  readonly clock: Clock;
  readonly events: RouteEvents;
  readonly log: Log;
  readonly random: () => number;
  readonly simRepository: SimRepository;
  /** Left out: the history of the signal ends with the process. */
  readonly signals?: SignalRepository;
  readonly profiles: readonly ModemProfile[];
  /** One for all modem routes, since they share what it learns. */
  readonly ports: PortFinder;
  /** Whether a check may limit a radio whose mode the configuration keeps, since a person watches it. */
  readonly mayLimitKept?: boolean;
}
