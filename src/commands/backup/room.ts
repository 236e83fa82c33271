import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TocsinError } from '../../kernel/errors.ts';

export const megabytes = (octets: number): string => `${Math.ceil(octets / 1e6).toLocaleString('en')} MB`;

/**
 * @param keptFree octets that must be free afterwards
 * @throws TocsinError `storeUnavailable` if the disk of the file has less room
 */
export const needRoom = async (file: string, octets: number, keptFree = 0): Promise<void> => {
  const { bavail, bsize } = await statfs(dirname(file));
  const free = bavail * bsize;
  if (free - octets >= keptFree) return;
  const beside =
    keptFree === 0 ? '' : `, beside the ${megabytes(keptFree)} that intake.diskReserve keeps free`;
  throw new TocsinError(
    'storeUnavailable',
    `the disk of ${dirname(file)} has ${megabytes(free)} free, and ${megabytes(octets)} are needed${beside}: make room`,
  );
};
