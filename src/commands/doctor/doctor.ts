import { lookup } from 'node:dns/promises';
import { describeErrors, readConfig } from '../../config/load.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import { configurationWarnings } from '../check/all-warnings.ts';
import { unknownHosts } from '../check/unknown-hosts.ts';
import { clockFindings, isSynchronised } from './clock.ts';
import { broken, describeFindings, exitCodeOf, type Finding, fine, warning } from './finding.ts';
import { lookAtPlace } from './look-at-place.ts';
import { rightsFindings, versionFinding } from './machine.ts';
import { modemFindings } from './modems.ts';
import { carrierFindings, listenFinding } from './network.ts';

/**
 * Looks at the machine, the store and the ways out, and prints what it finds. It changes nothing.
 * @returns the exit code: 1 if something is broken, 0 if not, also with warnings
 */
export const doctorCommand = async (configFile: string, json: boolean): Promise<number> => {
  const findings = await look(configFile);
  process.stdout.write(json ? `${JSON.stringify(findings)}\n` : describeFindings(findings));
  return exitCodeOf(findings);
};

const look = async (configFile: string): Promise<readonly Finding[]> => {
  const version = versionFinding(process.versions.node);
  const loaded = readConfig(configFile, process.env, normaliseNumber);
  if ('errors' in loaded) {
    const todo = 'Mend each line above; check says when all is right.';
    const what = describeErrors(configFile, loaded.errors);
    return [version, broken('configuration', what, 'The gateway does not start.', todo)];
  }
  const config = loaded.ok;
  const now = systemClock.now();
  const store = await lookAtPlace(config, now);
  const others = [
    version,
    ...rightsFindings(config, configFile),
    ...clockFindings(now, await isSynchronised(), store.newest),
    await listenFinding(config, store.isGatewayOn, systemClock),
    ...store.findings,
    ...modemFindings(config),
    ...(await carrierFindings(config, systemClock)),
  ];
  const known = others.map(({ what }) => what);
  // The carriers' names are looked up for the connection to them.
  const feeds = await unknownHosts({ routes: [], cap: config.cap }, (host) => lookup(host), systemClock);
  const warnings = [...configurationWarnings(config, now, store.phones), ...feeds.warnings].filter(
    (one) => !known.some((what) => one.endsWith(what)),
  );
  return [...others, ...configurationFindings(configFile, warnings)];
};

/** What `check` warns of, certificates and the limit of open files among it. */
const configurationFindings = (file: string, warnings: readonly string[]): readonly Finding[] => {
  if (warnings.length === 0) return [fine('configuration', `${file} is valid, and check warns of nothing`)];
  const why = 'It is valid, but it may be a mistake, or may fail at the wrong moment.';
  const todo = 'Change it, or leave it if it is meant: check says the same.';
  return warnings.map((what) => warning('configuration', what, why, todo));
};
