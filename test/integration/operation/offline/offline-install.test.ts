import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EmptyRoot, type Ended } from '../../../support/offline/empty-root.ts';
import { putRelease, putSystemd } from '../../../support/offline/fake-release.ts';

const noRoot = EmptyRoot.whyNot();
if (noRoot !== undefined) process.stderr.write(`The installer of the archive is not tested: ${noRoot}\n`);

let root: EmptyRoot;
const run = (script: string, ...args: readonly string[]): Promise<Ended> =>
  root.run(['/bin/sh', script, '--user', root.user.name, ...args]);
const text = (path: string): string => readFileSync(root.at(path), 'utf8').trim();
const running = (): string => text('run/running');
const inUse = (): string => readlinkSync(root.at('opt/tocsin/current'));
const backups = (): readonly string[] => {
  const folder = root.at('var/lib/tocsin/backups');
  return existsSync(folder) ? readdirSync(folder) : [];
};

/** Every file whose change would be a change of the installation. */
const state = (): readonly string[] => [
  inUse(),
  text('var/lib/tocsin/data/tocsin.db'),
  text('run/systemctl'),
  text('etc/systemd/system/tocsin.service'),
];

describe.skipIf(noRoot !== undefined)('the installer of the archive', () => {
  let first: string;
  let second: string;

  beforeEach(async () => {
    root = EmptyRoot.make();
    putSystemd(root);
    first = putRelease(root, '1.0.0', 5);
    second = putRelease(root, '2.0.0', 5);
    expect(await run(first)).toMatchObject({ code: 0, stderr: '' });
  });
  afterEach(() => root.remove());

  test('makes a configuration, a unit that names the release in use, and a command, and starts the gateway', async () => {
    expect([inUse(), running()]).toEqual(['releases/1.0.0', '1.0.0']);
    const unit = text('etc/systemd/system/tocsin.service');
    expect(unit).toContain('\nExecStart=/opt/tocsin/current/bin/node /opt/tocsin/current/src/main.ts serve ');
    expect(unit).toContain(`\nUser=${root.user.name}\n`);
    expect(unit).toContain('\nProtectSystem=strict\n');
    expect(existsSync(root.at('etc/tocsin/tocsin.service'))).toBe(false);
    expect(await root.run(['/usr/local/bin/tocsin', 'version'])).toMatchObject({ stdout: '1.0.0\n' });
    expect(backups()).toEqual([]);
  });

  test('upgrades after a backup by the release in use, keeps that release, and goes back to it and forth again', async () => {
    const upgraded = await run(second);
    expect(upgraded).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('backup by 1.0.0'),
    });
    expect([inUse(), running(), backups().length]).toEqual(['releases/2.0.0', '2.0.0', 1]);
    expect(await run('/opt/tocsin/current/install', '--rollback')).toMatchObject({ code: 0, stderr: '' });
    expect([inUse(), running()]).toEqual(['releases/1.0.0', '1.0.0']);
    expect(await run('/opt/tocsin/current/install', '--rollback')).toMatchObject({ code: 0, stderr: '' });
    expect([inUse(), running()]).toEqual(['releases/2.0.0', '2.0.0']);
    const restarts = text('run/systemctl')
      .split('\n')
      .filter((line) => line === 'restart tocsin');
    expect(restarts).toHaveLength(4);
    expect(await run(second)).toMatchObject({ code: 0, stderr: '' });
    expect(backups()).toHaveLength(1);
  });

  test('refuses to go back to a release that does not know the schema of the store, and says what brings one back', async () => {
    await run(second);
    writeFileSync(root.at('var/lib/tocsin/data/tocsin.db'), '6\n');
    const before = state();
    for (const refused of [await run(second, '--rollback'), await run(first)]) {
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/schema 6, and Tocsin 1\.0\.0 knows only 5[\s\S]*docs\/upgrade\.md/);
    }
    expect(state()).toEqual(before);
    expect(backups()).toHaveLength(1);
  });

  test.each([
    [
      'the new release does not take the configuration',
      'etc/tocsin/tocsin.yaml',
      'not 2.0.0',
      /does not take your conf/,
    ],
    ['no backup can be made', 'tmp/no-backup', '', /no room for a backup[\s\S]*there is no backup/],
    ['the unit was made by somebody else', 'etc/systemd/system/tocsin.service', '[Unit]', /move it away/],
    [
      'the same version is there with another content',
      'opt/tocsin/releases/2.0.0/SHA256SUMS',
      '',
      /another content/,
    ],
    ['another release is being installed', 'opt/tocsin/.hold', '', /another install is under way/],
  ])('changes nothing if %s', async (_, file, content, why) => {
    root.put(file, content);
    const before = state();
    const hold = 'exec 8>/opt/tocsin/.lock; [ ! -e /opt/tocsin/.hold ] || flock 8; sh "$@"';
    const refused = await root.run(['/bin/sh', '-c', hold, 'sh', second, '--user', root.user.name]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(why) });
    expect(state()).toEqual(before);
  });

  test('takes the old release again if the new one does not start', async () => {
    root.put('tmp/does-not-start-2.0.0', '');
    const failed = await run(second);
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('releases/1.0.0 is in use again'),
    });
    expect([inUse(), running()]).toEqual(['releases/1.0.0', '1.0.0']);
  });

  test('does not give a store to the old release that the new one has migrated before it failed', async () => {
    const third = putRelease(root, '3.0.0', 6);
    root.put('tmp/does-not-start-3.0.0', '');
    root.put('tmp/migrates-3.0.0', '');
    const failed = await run(third);
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/The backup is \S+before-3\.0\.0-\d/),
    });
    expect(inUse()).toBe('releases/3.0.0');
    expect(text(`var/lib/tocsin/backups/${backups()[0]}`)).toBe('5');
  });

  test('refuses where there is no such user and no program to make one', async () => {
    expect(await root.run(['/bin/sh', second, '--user', 'nobody-here'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no user nobody-here, and no useradd'),
    });
  });

  test('killed before or in any of its steps, leaves a whole release in use and running, and ends its work when it is run again', async () => {
    for (const step of STEPS) root.put(`usr/local/bin/${step}`, stepOf(step), 0o755);
    await rm(root.at('usr/local/bin/systemctl'));
    putSystemd(root);
    root.put('tmp/kill-each', KILL_EACH);
    const ended = await root.run(['/bin/sh', '/tmp/kill-each', second, root.user.name]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const trials = ended.stdout.trim().split('\n');
    expect(trials.length).toBeGreaterThan(15);
    for (const trial of trials)
      expect(trial).toMatch(
        /^\d+: (?:1\.0\.0 runs 1\.0\.0|2\.0\.0 runs [12]\.0\.0), then 2\.0\.0 runs 2\.0\.0$/,
      );
    expect(trials.some((trial) => trial.includes('2.0.0 runs 1.0.0, then'))).toBe(true);
  });
});

/** The programs by which the installer changes something. */
const STEPS = ['chmod', 'chown', 'cp', 'install', 'ln', 'mkdir', 'mv', 'rm', 'sync'];

/**
 * Counts the steps that root does, and kills every process but the first one before a certain one; a copy is killed
 * half done.
 */
const stepOf = (name: string): string => `#!/bin/sh
[ -w /tmp/steps ] || exec /usr/bin/${name} "$@"
read -r done </tmp/steps
read -r at </tmp/kill-at
echo $((done + 1)) >/tmp/steps
if [ $((done + 1)) -eq "$at" ]; then
  for last; do :; done
  [ ${name} != cp ] || { /usr/bin/cp "$@" && /usr/bin/rm -rf "$last/bin"; }
  kill -9 -1
  exit 137
fi
exec /usr/bin/${name} "$@"
`;

/** The first process: installs from the same state again and again, killed one step later each time. */
const KILL_EACH = `
for folder in opt etc var run; do /usr/bin/cp -a /$folder /tmp/before-$folder; done
look() { echo "$(tocsin version) runs $(cat /run/running)"; }
at=1
while :; do
  for folder in opt etc var run; do /usr/bin/rm -rf /$folder/* && /usr/bin/cp -a /tmp/before-$folder/. /$folder; done
  echo $at >/tmp/kill-at
  echo 0 >/tmp/steps
  sh $1 --user $2 >/dev/null 2>&1
  read -r done </tmp/steps
  [ $done -ge $at ] || exit 0
  after=$(look)
  echo 0 >/tmp/kill-at
  sh $1 --user $2 >/tmp/out 2>&1 || cat /tmp/out >&2
  echo "$at: $after, then $(look)"
  at=$((at + 1))
done
`;
