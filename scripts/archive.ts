import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packFolder } from './lib/archive/pack.ts';
import { Signer } from './lib/archive/sign.ts';
import { sourcesOf } from './lib/archive/sources.ts';
import { stageRelease } from './lib/archive/stage-release.ts';
import { buildConsole } from './lib/console/build-console.ts';
import { readFlags } from './lib/read-flags.ts';

const USAGE = `Usage: scripts/archive [--to FOLDER] [--key FILE [--passphrase-file FILE]] [--installed]
  --to FOLDER             where the archive goes; without it: release
  --key FILE              sign with this private key (OpenPGP, as gpg exports it)
  --passphrase-file FILE  its first line is the passphrase of the key
  --installed             take the packages of node_modules as they are, and ask no registry
`;
/** The smallest file; it takes half a minute. */
const LEVEL = 9;

const flags = readFlags(
  USAGE,
  {
    options: {
      to: { type: 'string', default: 'release' },
      key: { type: 'string' },
      'passphrase-file': { type: 'string' },
      installed: { type: 'boolean', default: false },
    },
  },
  ({ values }) => values,
);

const make = async (): Promise<void> => {
  const { to, key, 'passphrase-file': passphraseFile, installed } = flags;
  const sources = sourcesOf('.');
  if (key !== undefined && sources.isChanged)
    throw new Error('the checkout has changes that are in no commit: only a commit is signed');
  // The key comes first: a wrong passphrase is told before the archive is made, not half a minute later.
  const signer = key === undefined ? undefined : await Signer.read(key, passphraseFile);
  // Anew in any case: what is there may have been changed by hand.
  await buildConsole({ anew: true });
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-archive-'));
  try {
    const release = await stageRelease(sources, folder, installed ? 'installed' : 'registry');
    await mkdir(to, { recursive: true });
    const file = join(to, `${release.name}.tar.gz`);
    const { sha256, bytes } = await packFolder(
      folder,
      release.name,
      sources.committedAt,
      `${file}.part`,
      LEVEL,
    );
    await rm(`${file}.asc`, { force: true });
    await rename(`${file}.part`, file);
    process.stdout.write(
      `${file}\n  ${Math.ceil(bytes / 1e6)} MB, SHA-256 ${sha256}\n  of ${release.commit}\n  for ${release.arch} with glibc ${release.glibc} or newer; Node ${release.node}; schema ${release.schema}\n`,
    );
    if (signer === undefined) return warnUnsigned();
    await writeFile(`${file}.asc`, await signer.sign(await readFile(file)));
    await writeFile(join(to, 'tocsin-release-key.pgp'), signer.publicKey);
    process.stdout.write(
      `${file}.asc\n  signed by the key ${signer.fingerprint}\n${join(to, 'tocsin-release-key.pgp')}\n  its public half: it must not reach the machine together with the archive (docs/install.md)\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const warnUnsigned = (): void => {
  process.stderr.write(
    'NOT SIGNED: nobody can tell this archive from a forged one. Give --key FILE for one that leaves this machine.\n',
  );
};

try {
  await make();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
