import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/schema.ts';

const PROFILES = fileURLToPath(new URL('../../hardware/profiles', import.meta.url));

/** Warnings of what the configuration names and this machine lacks: the one that it is meant for may have it. */
export const missingFiles = (config: Config): string[] => {
  const files = [
    ...Object.entries(config.http.tls ?? {}).map(([key, file]) => [`http.tls.${key}`, file] as const),
    ...config.routes.flatMap((route) =>
      route.type === 'smpp' && typeof route.tls === 'object'
        ? [route.tls.ca, route.tls.cert, route.tls.key].map((file) => [`route ${route.id}`, file] as const)
        : [],
    ),
  ];
  return [
    ...files.flatMap(([where, file]) =>
      file === undefined || existsSync(file) ? [] : [`${where} names ${file}, which is not on this machine`],
    ),
    ...config.routes.flatMap((route) =>
      route.type !== 'modem' ||
      route.profile === 'auto' ||
      existsSync(join(PROFILES, `${route.profile}.json`))
        ? []
        : [
            `route ${route.id} names the profile ${route.profile}, which there is none of: the gateway does not start with it`,
          ],
    ),
  ];
};
