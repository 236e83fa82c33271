import { existsSync, statSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import { nameOf, placeOf } from '../../store/place.ts';
import { isGatewayOn } from '../../store/sqlite/lock.ts';
import { rolesWithPhone } from '../../store/sqlite/roles-with-phone.ts';
import { diskFinding, freeBytesAt } from './machine.ts';
import { lookAtServer, type ServerLook } from './postgres/look-at-server.ts';
import { lookAtStore } from './store.ts';

/** Looks at the store, wherever it is. */
export const lookAtPlace = (config: Config, nowMs: number): Promise<ServerLook> => {
  const place = placeOf(config.store);
  return place.kind === 'postgres'
    ? lookAtServer(place.url, nameOf(place), nowMs, config)
    : lookAtFile(place.path, config, nowMs);
};

const lookAtFile = async (path: string, { access, intake }: Config, nowMs: number): Promise<ServerLook> => {
  const { findings, newest } = lookAtStore(path, nowMs, access.twoPersonsForAdmin);
  const isThere = existsSync(path);
  const free = await freeBytesAt(path);
  const disk =
    free === undefined ? [] : [diskFinding(free, isThere ? statSync(path).size : 0, intake.diskReserve)];
  return {
    findings: [...disk, ...findings],
    newest,
    isGatewayOn: isThere && isGatewayOn(path),
    phones: rolesWithPhone(path),
  };
};
