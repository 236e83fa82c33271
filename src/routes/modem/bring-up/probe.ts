import type { RadioTechnology } from '../../../domain/routes/registration.ts';
import type { SimRepository } from '../../../domain/routes/sim-repository.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { TocsinError } from '../../../kernel/errors.ts';
import { AtChannel } from '../at/at-channel.ts';
import type { ModemHost } from '../device/host.ts';
import type { ModemProfile } from '../device/profile.ts';
import { systemHost } from '../device/system-host.ts';
import { register, wake } from './bring-up.ts';
import type { ModemFacts } from './modem-facts.ts';
import { noFacts } from './modem-facts.ts';

/** The result of probing one serial port. */
export interface ProbeReport {
  readonly port: string;
  readonly usb: string | undefined;
  /** Whether a message could be sent; `reason` says why not. */
  readonly ready: boolean;
  readonly reason: string | undefined;
  readonly imei: string | undefined;
  /** Manufacturer, model and firmware. */
  readonly modem: string | undefined;
  readonly iccid: string | undefined;
  readonly imsi: string | undefined;
  readonly registration: string;
  readonly operator: string | undefined;
  readonly technology: RadioTechnology | undefined;
  readonly signalDbm: number | undefined;
  readonly profile: string | undefined;
  readonly profileWhy: string | undefined;
  /**
   * The settings that the modem accepted: the memory to read from, the arguments of AT+CNMI, and whether AT+CNMA must
   * acknowledge messages; then the SIM's service centre.
   */
  readonly memory: string | undefined;
  readonly indications: string | undefined;
  readonly acknowledges: boolean | undefined;
  readonly serviceCentre: string | undefined;
}

interface ProbeDeps {
  readonly clock: Clock;
  readonly profiles: readonly ModemProfile[];
  readonly host: ModemHost;
}

/** A probe enters no PIN: a person who asks which modems are plugged in hasn't asked to unlock their SIMs. */
export const noPins: SimRepository = {
  latchPin: () => Promise.resolve('tried'),
  pinAccepted: () => Promise.resolve(),
  clearPins: () => Promise.resolve(),
  countParts: () => Promise.resolve(),
  usage: () => Promise.resolve({ perMinute: 0, perHour: 0, perDay: 0, perMonth: 0, minutes: [] }),
  recipients: () => Promise.resolve(new Set()),
  setAside: () => Promise.resolve(),
  aside: () => Promise.resolve(undefined),
  restore: () => Promise.resolve(),
};

/**
 * Probes the given serial port, or all ports of this machine one after the other; sends no message and enters no PIN.
 */
export const probePorts = async (
  port: string | undefined,
  baudRate: number,
  deps: Omit<ProbeDeps, 'host'>,
): Promise<readonly ProbeReport[]> => {
  const reports: ProbeReport[] = [];
  for (const path of port === undefined ? await systemHost.list() : [port]) {
    reports.push(await probePort(path, baudRate, { ...deps, host: systemHost }));
  }
  return reports;
};

/** Probes one port. A failure of the port or the modem is in the report, not a rejection. */
const probePort = async (port: string, baudRate: number, deps: ProbeDeps): Promise<ProbeReport> => {
  const { clock, host, profiles } = deps;
  const usb = await host.usbId(port);
  const facts = noFacts();
  const deaf = { unsolicited: () => undefined, closed: () => undefined };
  let reason: string | undefined;
  try {
    const channel = await AtChannel.open(host.open, port, baudRate, clock, deaf);
    try {
      reason = await bringUp(channel, facts, {
        profiles,
        simRepository: noPins,
        usb,
        restartedFor: new Set(),
      });
    } finally {
      await channel.close();
    }
  } catch (error) {
    if (!(error instanceof TocsinError)) throw error;
    reason = error.message;
  }
  return report(port, usb, facts, reason);
};

/**
 * Brings the modem up as a route would.
 *
 * @returns why no message could be sent; undefined if one could
 */
const bringUp = async (
  channel: AtChannel,
  facts: ModemFacts,
  deps: Parameters<typeof wake>[3],
): Promise<string | undefined> => {
  const awake = await wake(channel, facts, { profile: 'auto' }, deps);
  if (awake.kind !== 'unlocked') return 'reason' in awake ? awake.reason : awake.kind;
  const registered = await register(channel, facts, 'allow');
  if (registered.kind === 'registered') return undefined;
  return registered.kind === 'unregistered'
    ? `no network: ${registered.reason}`
    : 'reason' in registered
      ? registered.reason
      : registered.kind;
};

const report = (
  port: string,
  usb: string | undefined,
  facts: ModemFacts,
  reason: string | undefined,
): ProbeReport => {
  const { identity, choice, service } = facts;
  const modem = [identity?.manufacturer, identity?.model, identity?.revision].filter(Boolean).join(' ');
  return {
    port,
    usb,
    ready: reason === undefined,
    reason,
    imei: identity?.imei,
    modem: modem === '' ? undefined : modem,
    iccid: facts.iccid,
    imsi: facts.imsi,
    registration: facts.network,
    operator: facts.operator,
    technology: facts.technology,
    signalDbm: facts.signalDbm,
    profile: choice?.profile.id,
    profileWhy: choice?.why,
    memory: service?.memory,
    indications: service?.indications,
    acknowledges: service?.acknowledges,
    serviceCentre: service?.serviceCentre,
  };
};
