import type { SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Frame } from '../at/line-sorter.ts';
import type { WantedModem } from '../bring-up/bring-up.ts';
import type { ModemHost } from '../device/host.ts';
import type { PortFinder } from '../device/port-finder.ts';
import type { ModemProfile } from '../device/profile.ts';

/** What the driver of a modem needs from around it. */
export interface DriverDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly simRepository: SimRepository;
  readonly profiles: readonly ModemProfile[];
  readonly host: ModemHost;
  /** Which modem and which of its SIMs to bring up. */
  readonly wanted: () => WantedModem;
  readonly ports: PortFinder;
  /** Called after every change of state. */
  readonly changed: () => void;
  readonly frame: (frame: Frame) => void;
}
