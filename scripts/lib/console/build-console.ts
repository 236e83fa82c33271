import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compressIn } from './compress.ts';
import { listPackages, singleIcons } from './plugins.ts';
import { sizedPictures } from './sized-pictures.ts';
import { digestOfSources } from './sources.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CONSOLE = join(ROOT, 'src/console');
/** The folder that the gateway serves. */
const BUILT = join(ROOT, 'build/console');
/** Says from which sources a folder was built. */
const STAMP = 'built-from';

const stampOf = (folder: string): Promise<string | undefined> =>
  readFile(join(folder, STAMP), 'utf8').catch(() => undefined);

/** Builds the console into a folder of its own beside the one that is served. The same sources give the same octets. */
const buildInto = async (folder: string, digest: string): Promise<void> => {
  // Vite takes NODE_ENV from around it; with another one, React's slower build for developers would be in it.
  process.env['NODE_ENV'] = 'production';
  // Only here, since an installation without development packages has no vite.
  const { build } = await import('vite');
  await build({
    root: CONSOLE,
    configFile: join(CONSOLE, 'vite.config.ts'),
    logLevel: 'warn',
    plugins: [singleIcons(), sizedPictures(ROOT), listPackages(ROOT)],
    build: { outDir: folder, emptyOutDir: true },
  });
  await compressIn(join(folder, 'assets'));
  await writeFile(join(folder, STAMP), digest);
};

/** Puts a finished build in the place of the one before. A build of the same sources that came first stays. */
const putInPlace = async (folder: string, to: string, digest: string): Promise<void> => {
  for (;;) {
    const before = `${folder}-before`;
    await rename(to, before).catch(() => {});
    try {
      await rename(folder, to);
      return;
    } catch (error) {
      // Another process has put its own there in between.
      if ((await stampOf(to)) === digest) return;
      if (!existsSync(to)) throw error;
    } finally {
      await rm(before, { recursive: true, force: true });
    }
  }
};

const canBuild = (): boolean => existsSync(join(ROOT, 'node_modules/vite/package.json'));

export type Outcome = 'built' | 'was-built' | 'old' | 'missing';

/**
 * Builds the console unless it was built from the sources as they are. Two at once don't disturb each other: each builds
 * into a folder of its own. Without the development packages, what is there stays (`old`, `missing`).
 * @param anew builds in any case @param to the folder, if it is another than the one that the gateway serves
 */
export const buildConsole = async ({ anew = false, to = BUILT } = {}): Promise<Outcome> => {
  const digest = digestOfSources(ROOT);
  const stamp = await stampOf(to);
  if (stamp === digest && !anew) return 'was-built';
  if (!canBuild()) return stamp === undefined ? 'missing' : 'old';
  await mkdir(dirname(to), { recursive: true });
  const folder = await mkdtemp(join(dirname(to), '.console-'));
  // The gateway may run as another user than the one who builds.
  await chmod(folder, 0o755);
  try {
    await buildInto(folder, digest);
    await putInPlace(folder, to, digest);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 'built';
};
