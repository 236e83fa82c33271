import type { Log } from '../../../src/kernel/log.ts';
import type { World } from './world.ts';

/**
 * Each process has a random name, with which the ids of its requests begin, and the hash of the audit log covers random
 * ids: they are others in each run of a seed.
 */
const withoutNames = (key: string, value: unknown): unknown => {
  if (key === 'hash') return undefined;
  return key === 'requestId' && typeof value === 'string' ? value.slice(value.indexOf('.')) : value;
};

/** A log whose lines are among what went on in the world. */
export const worldLog = (world: World): Log => {
  const said =
    (level: keyof Log): Log[keyof Log] =>
    (fields, message) =>
      world.say(`${level} ${message} ${JSON.stringify(fields, withoutNames)}`);
  return { debug: said('debug'), info: said('info'), warn: said('warn'), error: said('error') };
};
