import { EarService, type EarServiceDeps } from '../../../src/ops/ears/ear-service.ts';
import type { SimModem } from '../../../src/sim/modem/modem.ts';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { numberOf } from '../store/messages.ts';
import type { StoreOnDisk } from '../store/store-on-disk.ts';

/** The number of the SIM in the ear. */
export const EAR = numberOf(1);

/** An ear on a real store; the route of the ear is `ear-1`. */
export const earOn = (
  disk: StoreOnDisk,
  own: Partial<Pick<EarServiceDeps, 'route' | 'senderOf' | 'keepsParts'>> = {},
): EarService => {
  const { clock } = disk;
  return new EarService([{ route: 'ear-1', number: EAR }], {
    repository: {
      keepHeard: (part) => disk.store.ears.keepHeard(part),
      messageOfSet: (set, sinceMs) => disk.store.ears.messageOfSet(set, sinceMs),
      heardOf: (messages) => disk.store.ears.heardOf(messages),
      forgetHeard: (beforeMs) => disk.store.ears.forgetHeard(beforeMs),
    },
    messages: { get: (id) => disk.store.get(id), list: (filter, page) => disk.store.list(filter, page) },
    route: () => ({ state: 'up', reason: undefined }),
    senderOf: (_ear, _route, from) => from,
    keepsParts: () => true,
    isSame: (one, other) => one === other,
    heard: () => {},
    clock,
    random: Math.random,
    ...own,
  });
};

interface Shown {
  readonly from: string;
  readonly text: string;
}

/**
 * Carries what the carrier delivers to the number of the ear on to the modem, as the network does.
 * @param change what the carrier makes of a message on its way; undefined: it loses the message
 */
export const relay = (
  carrier: Smsc,
  modem: SimModem,
  number: string,
  change: (shown: Shown) => Shown | undefined = (shown) => shown,
): void => {
  let seen = 0;
  const next = (): Promise<void> =>
    carrier
      .until(({ phones }) => phones.shown(number).length > seen)
      .then(() => {
        const shown = carrier.phones.shown(number)[seen++];
        const changed = shown === undefined ? undefined : change(shown);
        if (changed !== undefined) modem.receive(changed);
        return next();
      });
  // The wait is refused when the carrier is closed at the end of the test.
  next().catch(() => {});
};
