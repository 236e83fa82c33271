import type { PinLeave, SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { ManagerBus } from './bus/manager-bus.ts';
import type { ModemView, SimView } from './bus/modem-view.ts';
import { SIM } from './bus/names.ts';

/** The fewest tries that must be left before a PIN is sent: a wrong one then leaves another, for a person. */
const FEWEST_TRIES = 2;
const PIN_MS = 60_000;

export interface PinDeps {
  readonly bus: ManagerBus;
  readonly simRepository: SimRepository;
  readonly pin: string | undefined;
}

/**
 * Sends the PIN, if that can't block the SIM. The try is on disk before. A PUK is never sent.
 *
 * @returns why the SIM stays locked; undefined if it took the PIN
 */
export const unlockSim = async (
  { simPath, pinTries }: ModemView,
  { iccid }: SimView,
  { bus, simRepository, pin }: PinDeps,
): Promise<string | undefined> => {
  if (pin === undefined) return 'the SIM asks for its PIN, and the configuration has none';
  if (simPath === undefined) return 'ModemManager does not show the SIM that asks for its PIN';
  if (pinTries !== undefined && pinTries < FEWEST_TRIES) {
    return `too few tries of the SIM's PIN are left (${pinTries}): enter it in a phone`;
  }
  // Without its number the SIM may be one on which this PIN was tried before, in another modem.
  if (iccid === undefined) return "the SIM's number can't be read, so its PIN can't be tried safely";
  const why = WHY_NOT[await simRepository.latchPin(iccid, pin)];
  if (why !== undefined) return why(iccid);
  const reply = await bus.call({
    path: simPath,
    interface: SIM,
    member: 'SendPin',
    signature: 's',
    body: [pin],
    timeoutMs: PIN_MS,
  });
  if (reply.kind === 'lost') return `ModemManager did not say whether SIM ${iccid} took its PIN`;
  if (reply.kind === 'error') return `SIM ${iccid} refused its PIN (${reply.text})`;
  await simRepository.pinAccepted(iccid, pin);
  return undefined;
};

const WHY_NOT: Readonly<Record<PinLeave, ((sim: string) => string) | undefined>> = {
  allowed: undefined,
  tried: (sim) => `the PIN was tried on SIM ${sim} before and not taken: correct it, or clear its latch`,
  lastTry: (sim) =>
    `SIM ${sim} has not taken two PINs, and a third wrong one would block it: try the PIN in a phone, then clear the latch`,
};
