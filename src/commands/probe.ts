import { fileURLToPath } from 'node:url';
import { describeErrors, readConfig } from '../config/load.ts';
import type { RouteConfig } from '../config/schema.ts';
import { systemClock } from '../kernel/system-clock.ts';
import type { ProbeReport } from '../routes/modem/bring-up/probe.ts';
import { probePorts } from '../routes/modem/bring-up/probe.ts';
import { loadProfiles } from '../routes/modem/device/profile.ts';
import { type OwnedModem, udevRules } from '../routes/modem/device/udev-rules.ts';
import { probeManager } from '../routes/modem/manager/probe-manager.ts';

const PROFILES = fileURLToPath(new URL('../../hardware/profiles', import.meta.url));
const BAUD_RATE = 115_200;

/**
 * Prints which modems are on the serial ports, which profile fits each, and which modems ModemManager has.
 * @param port left out: every port that may be a modem
 * @returns the exit code: 0 if every modem found could send
 */
export const probeCommand = async (port: string | undefined, json: boolean): Promise<number> => {
  const profiles = await loadProfiles(PROFILES);
  const onPorts = await probePorts(port, BAUD_RATE, { clock: systemClock, profiles });
  const reports = port === undefined ? [...onPorts, ...(await probeManager())] : onPorts;
  process.stdout.write(json ? `${JSON.stringify(reports)}\n` : describeProbe(reports));
  return reports.length > 0 && reports.every(({ ready }) => ready) ? 0 : 1;
};

/**
 * Prints the rules for udev by which ModemManager leaves the gateway's own modems alone.
 * @param configFile left out: every modem that answers on a serial port is the gateway's own
 * @returns the exit code
 */
export const probeUdevCommand = async (configFile: string | undefined): Promise<number> => {
  let routes: readonly RouteConfig[] | undefined;
  if (configFile !== undefined) {
    const loaded = readConfig(configFile, process.env);
    if ('errors' in loaded) {
      process.stderr.write(`${describeErrors(configFile, loaded.errors)}\n`);
      return 1;
    }
    routes = loaded.ok.routes;
  }
  const profiles = await loadProfiles(PROFILES);
  const reports = await probePorts(undefined, BAUD_RATE, { clock: systemClock, profiles });
  process.stdout.write(udevRules(ownedModems(reports, routes)));
  return 0;
};

/** The modems that no other program may use: those of the configuration, or all that said what they are. */
export const ownedModems = (
  reports: readonly Pick<ProbeReport, 'port' | 'imei' | 'modem'>[],
  routes: readonly RouteConfig[] | undefined,
): readonly OwnedModem[] => {
  const found = reports.filter(({ imei }) => imei !== undefined);
  if (routes === undefined) {
    return found.map(({ port, imei, modem }) => ({ port, label: `${modem ?? 'a modem'}, IMEI ${imei}` }));
  }
  return routes.flatMap((route) => {
    if (route.type !== 'modem') return [];
    const label = `route ${route.id}`;
    if (route.device !== undefined) return [{ port: route.device, label }];
    return found.filter(({ imei }) => imei === route.imei).map(({ port }) => ({ port, label }));
  });
};

type Row = readonly (readonly [string, string | undefined])[];

/** The text that `probe` prints: one block of lines for each port. */
export const describeProbe = (reports: readonly ProbeReport[]): string => {
  if (reports.length === 0) return 'No serial port looks like a modem. Name one: probe /dev/ttyS0\n';
  return reports.map((report) => `${report.port}\n${table(rowsOf(report))}`).join('\n');
};

const table = (rows: Row): string =>
  rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${name.padEnd(15)} ${value}\n`)
    .join('');

const rowsOf = (report: ProbeReport): Row => [
  ['ready', report.ready ? 'yes' : `no: ${report.reason ?? 'unknown'}`],
  ['modem', report.modem],
  ['IMEI', report.imei],
  ['USB', report.usb],
  ['SIM', report.iccid],
  ['IMSI', report.imsi],
  ['network', [report.registration, report.operator].filter(Boolean).join(', ')],
  ['signal', report.signalDbm === undefined ? undefined : `${report.signalDbm} dBm`],
  ['service centre', report.serviceCentre],
  ['profile', report.profile && `${report.profile}: ${report.profileWhy}`],
  ['memory', report.memory],
  ['indications', report.ready ? (report.indications ?? 'none: the memory is polled') : undefined],
  ['acknowledges', report.acknowledges === undefined ? undefined : report.acknowledges ? 'yes' : 'no'],
];
