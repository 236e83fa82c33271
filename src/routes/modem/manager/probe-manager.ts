import type { ProbeReport } from '../bring-up/probe.ts';
import { ManagerBus } from './bus/manager-bus.ts';
import { type ModemView, modemView, simView } from './bus/modem-view.ts';
import { SIM } from './bus/names.ts';
import { registrationWords, type Situation, situationOf } from './situation.ts';

const DEAF = { modems: () => undefined, signal: () => undefined, ended: () => undefined };

/**
 * Lists the modems that ModemManager has, without changing anything; none if it doesn't run.
 *
 * @param address the address of the bus; undefined: the system bus
 */
export const probeManager = async (address?: string): Promise<readonly ProbeReport[]> => {
  // A machine without ModemManager, or without a D-Bus, has no such modems.
  const bus = await ManagerBus.connect(address, DEAF).catch(() => undefined);
  if (bus === undefined) return [];
  try {
    const views = Object.entries(bus.modems).flatMap(
      ([path, interfaces]) => modemView(path, interfaces) ?? [],
    );
    return await Promise.all(views.map((view) => reportOf(bus, view)));
  } finally {
    await bus.close();
  }
};

const reportOf = async (bus: ManagerBus, view: ModemView): Promise<ProbeReport> => {
  const read = view.simPath === undefined ? undefined : await bus.properties(view.simPath, SIM);
  const sim = read?.kind === 'ok' ? simView(read.value) : undefined;
  const situation = situationOf(view, 'allow');
  const named = [view.manufacturer, view.model, view.firmware].filter((word) => word !== undefined).join(' ');
  return {
    port: `ModemManager ${view.path.split('/').slice(-2).join(' ')}`,
    usb: undefined,
    ready: situation.kind === 'usable',
    reason: wordsOf(situation),
    imei: view.imei,
    modem: named === '' ? undefined : named,
    iccid: sim?.iccid,
    imsi: sim?.imsi,
    registration: registrationWords(view),
    operator: view.operator,
    technology: undefined,
    signalDbm: view.signalDbm,
    profile: 'none',
    profileWhy: `a route drives it through ModemManager with modemManager: { imei: "${view.imei}" }`,
    memory: undefined,
    indications: 'by ModemManager',
    acknowledges: undefined,
    serviceCentre: undefined,
  };
};

const wordsOf = (situation: Situation): string | undefined => {
  switch (situation.kind) {
    case 'usable':
      return undefined;
    case 'pin':
      return 'the SIM asks for its PIN';
    case 'disabled':
      return 'it is disabled; a route enables it';
    case 'starting':
      return 'ModemManager is starting it';
    case 'unregistered':
      return `no network: ${situation.reason}`;
    case 'failed':
    case 'locked':
      return situation.reason;
  }
};
