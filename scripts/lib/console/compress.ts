import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXT = /\.(?:js|css|svg|json|txt)$/;
/** Smaller files would only take a second read. */
const LEAST_OCTETS = 1024;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Writes a .br and a .gz beside each text of a folder, so that the gateway compresses nothing while it runs. */
export const compressIn = async (folder: string): Promise<void> => {
  const files = await readdir(folder);
  await Promise.all(
    files
      .filter((file) => TEXT.test(file))
      .map(async (file) => {
        const path = join(folder, file);
        const octets = await readFile(path);
        if (octets.length < LEAST_OCTETS) return;
        const params = {
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_SIZE_HINT]: octets.length,
        };
        await writeFile(`${path}.br`, await toBrotli(octets, { params }));
        await writeFile(`${path}.gz`, await toGzip(octets, { level: 9 }));
      }),
  );
};
