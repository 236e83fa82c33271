import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Passwords } from '../../access/sign-in/passwords.ts';
import { Resets } from '../../access/sign-in/resets.ts';
import { COMMAND_LINE, Tokens } from '../../access/tokens.ts';
import { Users } from '../../access/users.ts';
import { describeErrors, parseConfig } from '../../config/load.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import { TocsinError } from '../../kernel/errors.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import { withStore } from '../with-store.ts';
import { type Answers, answersOf, type InitOptions } from './answers.ts';
import { configurationOf, passwordFileOf, unitOf } from './files.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));
const PACKAGED = new URL('../../../packaging/tocsin.service', import.meta.url);
const OWN = 0o600;
const ALL_READ = 0o644;

const unitFileOf = (config: string): string => join(dirname(config), 'tocsin.service');

/**
 * Makes a configuration, the store with a first admin and a token, and a unit of systemd. Nothing that is there is
 * overwritten; if a step fails, what the others made is removed.
 * @param wrong says what is wrong with the command line
 * @throws TocsinError with what is wrong
 */
export const initCommand = async (
  options: InitOptions,
  wrong: (message: string) => number,
): Promise<number> => {
  const answers = await answersOf(options);
  if ('wrong' in answers) return wrong(answers.wrong);
  const unit = unitFileOf(answers.config);
  const files = [
    answers.config,
    unit,
    answers.store,
    ...(answers.carrier?.password === undefined ? [] : [passwordFileOf(answers)]),
  ];
  const [there] = files.filter((file) => existsSync(file));
  if (there !== undefined)
    throw new TocsinError('configInvalid', `${there} is there already: init overwrites nothing`);
  process.umask(0o077);
  await using undo = new AsyncDisposableStack();
  const keys = await make(answers, unit, undo).catch((cause: unknown) => {
    if (cause instanceof TocsinError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TocsinError('storeUnavailable', `cannot set the gateway up: ${why}`, { cause });
  });
  undo.move();
  process.stdout.write(describe(answers, files, keys));
  return 0;
};

/** @returns what the first admin comes in with */
const make = async (answers: Answers, unit: string, undo: AsyncDisposableStack): Promise<Keys> => {
  const { config, store, carrier } = answers;
  const data = dirname(store);
  const put = async (file: string, content: string, mode: number): Promise<void> => {
    await writeFile(file, content, { flag: 'wx', mode });
    undo.defer(() => rm(file, { force: true }));
    await chmod(file, mode);
  };
  await mkdir(dirname(config), { recursive: true, mode: 0o700 });
  await mkdir(data, { recursive: true, mode: 0o700 });
  if (carrier?.password !== undefined) await put(passwordFileOf(answers), `${carrier.password}\n`, OWN);
  const text = configurationOf(answers);
  const parsed = parseConfig(text, process.env, normaliseNumber);
  if ('errors' in parsed) throw new TocsinError('configInvalid', describeErrors('init', parsed.errors));
  await put(config, text, OWN);
  const { username: user } = userInfo();
  const place = { node: process.execPath, main: MAIN, user, config, data };
  await put(unit, unitOf(readFileSync(PACKAGED, 'utf8'), place), ALL_READ);
  undo.defer(async () => {
    for (const end of ['', '-wal', '-shm']) await rm(`${store}${end}`, { force: true });
  });
  return makeAdmin(answers);
};

/** What the first admin comes in with, shown once. */
interface Keys {
  readonly token: string;
  /** For the first sign-in. */
  readonly password: string;
}

const makeAdmin = ({ store, admin, language }: Answers): Promise<Keys> =>
  withStore({ kind: 'sqlite', path: store }, async (opened) => {
    const users = new Users(opened, systemClock, () => {});
    const made = await users.create(admin, { roles: ['admin'], language, phone: undefined }, COMMAND_LINE);
    if (made.kind !== 'done') throw new Error(`the user ${admin} can't be made`);
    const resets = new Resets({
      repository: opened,
      passwords: new Passwords(),
      clock: systemClock,
      news: undefined,
    });
    const reset = await resets.reset(admin, COMMAND_LINE);
    if (reset.kind !== 'done') throw new Error(`the user ${admin} can't get a password`);
    const token = await new Tokens(opened, systemClock).create(admin, 'admin', made.value);
    return { token, password: reset.password };
  });

/** As a shell takes it. */
const shell = (path: string): string =>
  /^[\w./@:-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

const describe = ({ config, listen, admin }: Answers, files: readonly string[], keys: Keys): string => {
  const unit = unitFileOf(config);
  const tocsin = `${shell(process.execPath)} ${shell(MAIN)}`;
  const asRoot =
    userInfo().uid === 0
      ? '\nYou are root, so the service would run as root: better make a user of its own, and run init as that user.\n'
      : '';
  return `Made:
${files.map((file) => `  ${file}`).join('\n')}
${asRoot}
The first administrator is ${admin}. Both are shown only now:

  token for programs                  ${keys.token}
  password for the first sign-in      ${keys.password}

Next:
  ${tocsin} check --config ${shell(config)}
  sudo install -m 644 ${shell(unit)} /etc/systemd/system/ && sudo systemctl enable --now tocsin
  curl -H 'Authorization: Bearer TOKEN' http://${listen}/v1/routes
Without systemd, "serve" in the place of "check" starts the gateway. Then: doctor, and a first backup.
`;
};
