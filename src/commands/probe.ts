import { stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { describeErrors, readConfig } from '../config/load.ts';
import type { RouteConfig } from '../config/schema.ts';
import type { Msisdn } from '../domain/messages/msisdn.ts';
import type { RadioCheck } from '../domain/routes/radio-check.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { systemClock } from '../kernel/system-clock.ts';
import type { ProbeReport } from '../routes/modem/bring-up/probe.ts';
import { probePorts } from '../routes/modem/bring-up/probe.ts';
import { loadProfiles, type ModemProfile } from '../routes/modem/device/profile.ts';
import { type OwnedModem, udevRules } from '../routes/modem/device/udev-rules.ts';
import { probeManager } from '../routes/modem/manager/probe-manager.ts';
import { probeRadio } from '../routes/modem/radio/probe-radio.ts';
import { stopSignal } from './process/stop-signal.ts';

const PROFILES = fileURLToPath(new URL('../../hardware/profiles', import.meta.url));
const BAUD_RATE = 115_200;

/** What `--radio` asks for: messages to this number, or to the SIM's own after a question. */
export interface RadioWanted {
  readonly to: Msisdn | undefined;
}

type Report = ProbeReport & { readonly radio?: RadioCheck | { readonly reason: string } };

/**
 * Prints which modems are on the serial ports, which profile fits each, and which modems ModemManager has.
 * @param port left out: every port that may be a modem
 * @param radio left out: no message is sent
 * @returns the exit code: 0 if every modem found could send
 */
export const probeCommand = async (
  port: string | undefined,
  json: boolean,
  radio?: RadioWanted,
): Promise<number> => {
  const profiles = await loadProfiles(PROFILES);
  const probed = await probePorts(port, BAUD_RATE, { clock: systemClock, profiles });
  const reports: Report[] = [];
  const ending = new AbortController();
  for (const report of probed) {
    const wanted =
      radio !== undefined && report.ready && !ending.signal.aborted && (await maySend(report, radio));
    reports.push(wanted ? { ...report, radio: await checkRadio(report, radio, profiles, ending) } : report);
  }
  if (port === undefined) reports.push(...(await probeManager()));
  process.stdout.write(json ? `${JSON.stringify(reports)}\n` : describeProbe(reports));
  return reports.length > 0 && reports.every(works) ? 0 : 1;
};

/** Checks the radio. Ctrl-C ends the check, and those of the ports after it, once the limit of the radio is lifted. */
const checkRadio = async (
  { port }: ProbeReport,
  { to }: RadioWanted,
  profiles: readonly ModemProfile[],
  ending: AbortController,
): Promise<RadioCheck | { readonly reason: string }> => {
  const over = new AbortController();
  const end = (): void => {
    process.stderr.write(`${port}: the radio is being set back; Ctrl-C again ends at once\n`);
    ending.abort();
  };
  void stopSignal(systemClock, over.signal).then(end);
  try {
    return await probeRadio(port, to, profiles, ending.signal);
  } finally {
    over.abort();
  }
};

const works = ({ ready, radio }: Report): boolean =>
  ready &&
  (radio === undefined ||
    ('technologies' in radio && radio.technologies.some(({ result }) => result === 'works')));

/** Asks a person before messages are sent, unless a number was given; without a person the answer is no. */
const maySend = async ({ port }: ProbeReport, { to }: RadioWanted): Promise<boolean> => {
  if (to !== undefined) return true;
  if (!stdin.isTTY) return false;
  const question = createInterface({ input: stdin, output: process.stderr });
  try {
    const said = await question.question(
      `${port}: send up to 4 messages, which cost what your contract says, to the SIM's own number? [y/N] `,
    );
    return /^y(es)?$/i.test(said.trim());
  } finally {
    question.close();
  }
};

/**
 * Prints the rules for udev by which ModemManager leaves the gateway's own modems alone.
 * @param configFile left out: every modem that answers on a serial port is the gateway's own
 * @returns the exit code
 */
export const probeUdevCommand = async (configFile: string | undefined): Promise<number> => {
  let routes: readonly RouteConfig[] | undefined;
  if (configFile !== undefined) {
    const loaded = readConfig(configFile, process.env, normaliseNumber);
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
export const describeProbe = (reports: readonly Report[]): string => {
  if (reports.length === 0) return 'No serial port looks like a modem. Name one: probe /dev/ttyS0\n';
  return reports
    .map((report) => `${report.port}\n${table([...rowsOf(report), ...radioRows(report)])}`)
    .join('\n');
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
  ['network', [report.registration, report.technology, report.operator].filter(Boolean).join(', ')],
  ['signal', report.signalDbm === undefined ? undefined : `${report.signalDbm} dBm`],
  ['service centre', report.serviceCentre],
  ['profile', report.profile && `${report.profile}: ${report.profileWhy}`],
  ['memory', report.memory],
  ['indications', report.ready ? (report.indications ?? 'none: the memory is polled') : undefined],
  ['acknowledges', report.acknowledges === undefined ? undefined : report.acknowledges ? 'yes' : 'no'],
];

const RESULTS = {
  works: 'works',
  accepted: 'accepted',
  refused: 'refused',
  noNetwork: 'no network',
  notOffered: 'not offered by the modem',
} as const;

const radioRows = ({ radio }: Report): Row => {
  if (radio === undefined) return [];
  if (!('technologies' in radio)) return [['radio', `not checked: ${radio.reason}`]];
  return [
    ...radio.technologies.map(({ technology, result, reason, tookMs }): Row[number] => [
      `radio ${technology ?? ''}`,
      [RESULTS[result], tookMs === undefined ? undefined : `after ${tookMs / 1000} s`, reason]
        .filter(Boolean)
        .join(', '),
    ]),
    ...radio.warnings.map((warning): Row[number] => ['warning', warning]),
    ['radio', radio.reason],
  ];
};
