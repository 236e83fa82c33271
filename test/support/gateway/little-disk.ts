import { existsSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Preloaded into a gateway (`--import`): while the file named by LITTLE_DISK exists, a hundred megabytes of the disk
 * are free, otherwise a terabyte.
 */
const flag = process.env['LITTLE_DISK'] ?? '';

const statfs = async () => ({ bavail: existsSync(flag) ? 100 : 1_000_000, bsize: 1_000_000 });

Object.assign(promises, { statfs });
syncBuiltinESMExports();
