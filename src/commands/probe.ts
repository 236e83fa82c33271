import { fileURLToPath } from 'node:url';
import { systemClock } from '../kernel/system-clock.ts';
import type { ProbeReport } from '../routes/modem/bring-up/probe.ts';
import { probePorts } from '../routes/modem/bring-up/probe.ts';
import { loadProfiles } from '../routes/modem/device/profile.ts';

const PROFILES = fileURLToPath(new URL('../../hardware/profiles', import.meta.url));
const BAUD_RATE = 115_200;

/**
 * Prints which modems are on the serial ports, and which profile fits each.
 * @param port left out: every port that may be a modem
 * @returns the exit code: 0 if every modem found could send
 */
export const probeCommand = async (port: string | undefined, json: boolean): Promise<number> => {
  const profiles = await loadProfiles(PROFILES);
  const reports = await probePorts(port, BAUD_RATE, { clock: systemClock, profiles });
  process.stdout.write(json ? `${JSON.stringify(reports)}\n` : describeProbe(reports));
  return reports.length > 0 && reports.every(({ ready }) => ready) ? 0 : 1;
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
