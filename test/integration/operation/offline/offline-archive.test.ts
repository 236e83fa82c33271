import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packFolder, tarDigest } from '../../../../scripts/lib/archive/pack.ts';
import { Signer } from '../../../../scripts/lib/archive/sign.ts';
import { sourcesOf } from '../../../../scripts/lib/archive/sources.ts';
import { type Release, stageRelease } from '../../../../scripts/lib/archive/stage-release.ts';
import { filesIn } from '../../../../scripts/lib/archive/sums.ts';
import { EmptyRoot } from '../../../support/offline/empty-root.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const SENT = fileURLToPath(new URL('../../../support/offline/send-one.mjs', import.meta.url));
/** One archive for all tests of this file: the fastest compression, and the packages that are installed here. */
const LEVEL = 1;
/** It takes a few seconds, and ten times as long on a machine with much else to do. */
const PATIENCE_MS = 120_000;

const sources = sourcesOf(ROOT);
let folder: string;
let release: Release;
let archive: string;
let signer: Signer;

const newSigner = async (name: string): Promise<Signer> => {
  const { privateKey } = await generateKey({ userIDs: [{ name }], format: 'armored' });
  await writeFile(join(folder, name), privateKey);
  await writeFile(join(folder, `${name}.pgp`), (await Signer.read(join(folder, name), undefined)).publicKey);
  return Signer.read(join(folder, name), undefined);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-archive-'));
  release = await stageRelease(sources, folder, 'installed');
  archive = join(folder, `${release.name}.tar.gz`);
  await packFolder(folder, release.name, sources.committedAt, archive, LEVEL);
  signer = await newSigner('builder');
  await newSigner('somebody');
  await writeFile(`${archive}.asc`, await signer.sign(await readFile(archive)));
}, PATIENCE_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

const staged = (path: string): string => join(folder, release.name, path);

describe('the archive', () => {
  test('has the same octets when it is built again of the same commit, under another umask', async () => {
    const again = await mkdtemp(join(tmpdir(), 'tocsin-archive-'));
    const before = process.umask(0o077);
    try {
      await stageRelease(sources, again, 'installed');
      expect(await tarDigest(again, release.name, sources.committedAt)).toBe(
        await tarDigest(folder, release.name, sources.committedAt),
      );
    } finally {
      process.umask(before);
      await rm(again, { recursive: true, force: true });
    }
  });

  test('has the program, its Node and the production packages, and neither tests nor binaries of other machines', () => {
    const files = filesIn(join(folder, release.name));
    for (const file of ['install', 'bin/node', 'bin/node.LICENSE', 'src/main.ts', 'SHA256SUMS', 'LICENSE'])
      expect(files).toContain(file);
    expect(
      files.filter((file) => /^(?:test|scripts)\/|^node_modules\/(?:vitest|openpgp)\//.test(file)),
    ).toEqual([]);
    const addons = files.filter((file) => file.endsWith('.node'));
    expect(addons).toHaveLength(2);
    for (const file of addons) expect(file).toContain(release.arch);
    const said = Object.fromEntries(
      readFileSync(staged('RELEASE'), 'utf8')
        .split('\n')
        .map((line) => line.split(' ')),
    );
    expect(said).toMatchObject({ version: release.version, arch: release.arch, commit: sources.commit });
    // Debian 12 has 2.36.
    expect(Number(said.glibc.split('.')[1])).toBeLessThanOrEqual(36);
  });

  test('has a bill of materials with every production package of the lock, Node and SQLite, without what differs from build to build', () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    const wanted = Object.keys(packages).filter((path) => path !== '' && packages[path].dev !== true);
    const bom = JSON.parse(readFileSync(staged('sbom.cdx.json'), 'utf8'));
    const paths = JSON.stringify(bom.components).match(/(?<="cdx:npm:package:path","value":")[^"]+/g) ?? [];
    expect([...paths].sort()).toEqual(wanted.sort());
    const others = bom.components.filter(({ purl }: { purl: string }) => purl.startsWith('pkg:generic/'));
    expect(others).toMatchObject([{ name: 'node', version: release.node }, { name: 'sqlite' }]);
    expect(bom).not.toHaveProperty('serialNumber');
    expect(bom.metadata).not.toHaveProperty('timestamp');
    const bundled = JSON.parse(readFileSync(staged('build/console/packages.json'), 'utf8'));
    const licences = readFileSync(staged('LICENCES.txt'), 'utf8').trim().split('\n');
    expect(licences).toHaveLength(wanted.length + 2 + bundled.length);
  });

  test('has the console built, with every package in its scripts among the parts, and their licences', () => {
    const files = filesIn(join(folder, release.name));
    expect(files).toContain('build/console/index.html');
    expect(files.filter((file) => /^build\/console\/assets\/index-\S+\.js\.br$/.test(file))).not.toEqual([]);
    for (const language of ['en', 'fr'])
      expect(
        files.filter((file) => file.startsWith(`build/console/assets/sign-in-${language}-`)),
      ).toHaveLength(1);
    const bundled: readonly { name: string; version: string; license: string }[] = JSON.parse(
      readFileSync(staged('build/console/packages.json'), 'utf8'),
    );
    const { components } = JSON.parse(readFileSync(staged('sbom.cdx.json'), 'utf8'));
    const inConsole = components.filter((one: { 'bom-ref': string }) =>
      one['bom-ref'].startsWith('console/'),
    );
    expect(
      inConsole.map(({ name, version }: { name: string; version: string }) => `${name} ${version}`),
    ).toEqual(bundled.map(({ name, version }) => `${name} ${version}`));
    expect(bundled.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['react', 'react-dom', '@mantine/core']),
    );
    const texts = readFileSync(staged('build/console/about/licences.txt'), 'utf8');
    for (const { name, version, license } of bundled)
      expect(texts).toContain(`${name} ${version}: ${license}\n`);
    expect(texts).toContain('Copyright (c) Meta Platforms');
  });
});

/** The programs that apt itself needs, the first on Debian 12, the second on 13. */
const VERIFIERS = [
  { program: '/usr/bin/gpgv', args: ['--keyring'] },
  { program: '/usr/bin/sqv', args: ['--keyring'] },
].filter(({ program }) => existsSync(program));

describe('the signature', () => {
  const verify = (program: string, args: readonly string[], key: string, file: string) =>
    spawnSync(program, [...args, join(folder, `${key}.pgp`), `${archive}.asc`, file], { encoding: 'utf8' });

  test('needs the passphrase of a key that has one, before an archive is made', async () => {
    const passphrase = 'five random words';
    const { privateKey } = await generateKey({ userIDs: [{ name: 'x' }], passphrase, format: 'armored' });
    const [key, wrong, right] = ['key', 'wrong', 'right'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await Promise.all([
      writeFile(key, privateKey),
      writeFile(wrong, 'x\n'),
      writeFile(right, `${passphrase}\n`),
    ]);
    await expect(Signer.read(key, undefined)).rejects.toThrow('give it by --passphrase-file');
    await expect(Signer.read(key, wrong)).rejects.toThrow('Incorrect key passphrase');
    expect((await Signer.read(key, right)).fingerprint).toMatch(/^[\dA-F]{40}$/);
  });

  test.skipIf(VERIFIERS.length === 0)(
    'is checked by what a bare Debian has (skipped where there is neither gpgv nor sqv): another key and a changed archive are refused',
    async () => {
      const changed = join(folder, 'changed.tar.gz');
      await copyFile(archive, changed);
      await appendFile(changed, '\0');
      for (const { program, args } of VERIFIERS) {
        const good = verify(program, args, 'builder', archive);
        expect(`${good.status} ${good.stdout}${good.stderr}`).toContain(signer.fingerprint);
        expect(good.status, program).toBe(0);
        expect(verify(program, args, 'builder', changed).status, program).not.toBe(0);
        expect(verify(program, args, 'somebody', archive).status, program).not.toBe(0);
      }
    },
  );
});

const noRoot = EmptyRoot.whyNot();
if (noRoot !== undefined) process.stderr.write(`The installation of the archive is not tested: ${noRoot}\n`);

describe.skipIf(noRoot !== undefined)(
  'the archive on a machine with the essential programs only, and without a network',
  () => {
    let root: EmptyRoot;
    const install = (...args: readonly string[]) =>
      root.run(['/bin/sh', `/tmp/${release.name}/install`, '--user', root.user.name, ...args]);

    beforeAll(async () => {
      root = EmptyRoot.make([staged('bin/node')]);
      await copyFile(archive, root.at('tmp/archive.tar.gz'));
      expect(await root.run(['tar', 'xzf', '/tmp/archive.tar.gz', '-C', '/tmp'])).toMatchObject({
        code: 0,
        stderr: '',
      });
      root.put('etc/carrier', 'secret\n', 0o600);
      await root.give('etc/carrier');
    });
    afterAll(() => root.remove());

    const refused = async (why: RegExp, littleRoom?: string): Promise<void> => {
      const ended = await root.run(
        ['/bin/sh', `/tmp/${release.name}/install`, '--user', root.user.name],
        littleRoom,
      );
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(why) });
      expect(existsSync(root.at('opt/tocsin/releases'))).toBe(false);
      expect(existsSync(root.at('etc/tocsin'))).toBe(false);
    };

    test('refuses a file that was changed, and one that was added, before it runs any of them', async () => {
      const main = root.at(`tmp/${release.name}/src/main.ts`);
      const before = await readFile(main);
      await appendFile(main, '//');
      await refused(/src\/main\.ts: FAILED[\s\S]*is damaged or was changed/);
      await writeFile(main, before);
      const added = root.at(`tmp/${release.name}/src/added.ts`);
      await writeFile(added, '');
      await refused(/has files that SHA256SUMS does not name/);
      await rm(added);
    });

    test.each([
      [
        'another architecture',
        'uname',
        'echo Linux mips',
        /this release is for \w+, and this machine is Linux/,
      ],
      ['an old glibc', 'getconf', 'echo glibc 2.9', /has glibc 2\.9; Tocsin needs 2\.\d+ or newer/],
    ])('refuses %s', async (_, program, script, why) => {
      root.put(`usr/local/bin/${program}`, `#!/bin/sh\n${script}\n`, 0o755);
      await refused(why);
      await rm(root.at(`usr/local/bin/${program}`));
    });

    test('refuses a disk without room for it', () => refused(/MB free; this release needs \d+ MB/, '50m'));

    test('installs, starts, and delivers a message through the simulated carrier that came with it', async () => {
      const installed = await install(
        ...['--', '--country', 'FR', '--sender', 'PREFECTURE', '--carrier', '127.0.0.1:2775'],
        ...['--system-id', 'tocsin', '--password-file', '/etc/carrier'],
      );
      expect(installed).toMatchObject({ code: 0, stderr: '' });
      expect(installed.stdout).toContain(`Tocsin ${release.version} is in use: /usr/local/bin/tocsin`);
      expect(installed.stdout).not.toContain('tocsin.service');
      const [token = ''] = /tocsin_[\w-]{12}_[\w-]{43}/.exec(installed.stdout) ?? [];
      await copyFile(SENT, root.at('tmp/send-one.mjs'));
      const { id } = root.user;
      const sent = await root.run(['/opt/tocsin/current/bin/node', '/tmp/send-one.mjs', token, String(id)]);
      expect(sent).toMatchObject({ code: 0, stderr: '' });
      expect(JSON.parse(sent.stdout)).toMatchObject({
        interfaces: ['lo'],
        message: { state: 'delivered', route: 'carrier-a', from: 'PREFECTURE', text: 'Sirène' },
        user: id,
      });
    });

    test('can be installed again: nothing changes; without its link, the store that is there is backed up first', async () => {
      expect(await install()).toMatchObject({ code: 0, stderr: '' });
      expect(existsSync(root.at('var/lib/tocsin/backups'))).toBe(false);
      await rm(root.at('opt/tocsin/current'));
      const again = await install();
      expect(again).toMatchObject({ code: 0, stderr: '' });
      expect(again.stdout).toMatch(/before-\S+ is a backup of .*\nIt has 1 messages/);
    });
  },
);
