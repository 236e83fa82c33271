import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whyNotReadable, whyNotWritable } from '../../config/file-access.ts';
import type { Config } from '../../config/schema.ts';
import { isHere } from '../../config/store/node.ts';
import { tlsFilesOf } from '../../config/store/store-address.ts';
import { readBaseMap } from '../../people/map/base-map.ts';

const PROFILES = fileURLToPath(new URL('../../../hardware/profiles', import.meta.url));

/**
 * Warnings about files that the configuration names and this machine lacks. A missing file is no error: the
 * configuration may be for another machine.
 */
export const missingFiles = (config: Config): readonly string[] => {
  const files = [
    ...Object.entries(config.http.tls ?? {}).map(([key, file]) => [`http.tls.${key}`, file] as const),
    ...config.routes.flatMap((route) =>
      route.type === 'smpp' && typeof route.tls === 'object'
        ? [route.tls.ca, route.tls.cert, route.tls.key].map((file) => [`route ${route.id}`, file] as const)
        : [],
    ),
    ...(config.cap?.certificate ?? []).map((file) => ['cap.certificate', file] as const),
    ...Object.entries(config.store.postgres === undefined ? {} : tlsFilesOf(config.store.postgres)).map(
      ([name, file]) => [`store.postgres: ${name}`, file] as const,
    ),
  ];
  return [
    ...files.flatMap(([where, file]) => (file === undefined ? [] : warningOf(where, file))),
    ...whyNoStore(config),
    ...config.routes.flatMap((route) =>
      route.type === 'modem' && route.device !== undefined && isHere(config, route)
        ? whyNotOpen(route.id, route.device)
        : [],
    ),
    ...config.routes.flatMap((route) =>
      route.type !== 'modem' ||
      route.profile === 'auto' ||
      existsSync(join(PROFILES, `${route.profile}.json`))
        ? []
        : [
            `route ${route.id} names the profile ${route.profile}, which does not exist: the gateway does not start with it`,
          ],
    ),
  ];
};

const whyNoStore = ({ store: { sqlite } }: Config): readonly string[] => {
  const why = sqlite === undefined ? undefined : whyNotWritable(sqlite);
  return why === undefined ? [] : [`store.sqlite: ${why}`];
};

/** Why the gateway could not open the modem's device now; empty if it could, as far as its file tells. */
export const whyNotOpen = (route: string, device: string): readonly string[] => {
  if (!existsSync(device))
    return [
      `route ${route} names the device ${device}, which is not on this machine: its modem sends nothing until it is plugged in (tocsin probe lists the modems)`,
    ];
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return [];
  } catch {
    return [
      `route ${route} names the device ${device}, which this user may not read and write: add the user to its group, such as dialout`,
    ];
  }
};

const warningOf = (where: string, file: string): readonly string[] => {
  const why = whyNotReadable(file);
  if (why !== undefined) return [`${where}: ${why}`];
  return existsSync(file) ? [] : [`${where} names ${file}, which is not on this machine`];
};

const WITHOUT = 'the gateway starts without a map, and the console draws areas on a grid';

/** What is wrong with the file of the map. It keeps no gateway from starting: alerts don't need it. */
export const mapWarnings = ({ map }: Config): readonly string[] => {
  if (map === undefined) return [];
  const why = whyNotReadable(map.file);
  if (why !== undefined) return [`map.file: ${why}`];
  if (!existsSync(map.file)) return [`map.file names ${map.file}, which is not on this machine: ${WITHOUT}`];
  const read = readBaseMap(map.file);
  return 'fault' in read ? [`map.file: ${map.file} ${read.fault}; until then ${WITHOUT}`] : [];
};
