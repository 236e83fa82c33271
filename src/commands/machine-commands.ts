import type { InitOptions } from './init/answers.ts';

export const machineCommands = ['init', 'doctor', 'backup', 'restore', 'release', 'export'] as const;
type MachineCommand = (typeof machineCommands)[number];

export const isMachineCommand = (command: string): command is MachineCommand =>
  machineCommands.some((one) => one === command);

export const MACHINE_USAGE = `  node src/main.ts init [--config FILE] [--yes] [--store FILE] [--listen ADDRESS] [--country FR]
                        [--sender NAME] [--time-zone ZONE] [--carrier HOST:PORT --system-id ID [--password-file FILE]]
                        [--name ADMIN]          make a configuration, a first admin and a systemd unit
  node src/main.ts doctor --config FILE [--json]        look at the machine, the store and the way out
  node src/main.ts backup --config FILE --to FILE [--force] [--encrypt | --passphrase-file FILE]
                                                        write a backup, also while the gateway runs
  node src/main.ts restore --from FILE --config FILE [--replace] [--passphrase-file FILE]
                                                        put a backup in the place of the store; what it has as
                                                        unsent is held. --replace: also of a store that isn't empty
  node src/main.ts restore --in-place --config FILE     hold what is unsent in a store that another tool has
                                                        restored, such as pg_restore for PostgreSQL
  node src/main.ts release --config FILE                queue again what a restore has held
  node src/main.ts migrate sqlite-to-postgres|postgres-to-sqlite --from FILE --config FILE
                                                        copy the store of one configuration into the empty store
                                                        of another one, while no gateway runs
  node src/main.ts export --config FILE --to FILE [--force]
                                                        write the contacts as CSV
`;

export const MACHINE_OPTIONS = {
  force: { type: 'boolean' },
  from: { type: 'string' },
  replace: { type: 'boolean' },
  'in-place': { type: 'boolean' },
  encrypt: { type: 'boolean' },
  'passphrase-file': { type: 'string' },
  yes: { type: 'boolean' },
  store: { type: 'string' },
  listen: { type: 'string' },
  country: { type: 'string' },
  sender: { type: 'string' },
  'time-zone': { type: 'string' },
  carrier: { type: 'string' },
  'system-id': { type: 'string' },
  'password-file': { type: 'string' },
} as const;

interface Values extends InitOptions {
  readonly json?: boolean | undefined;
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly replace?: boolean | undefined;
  readonly 'in-place'?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly encrypt?: boolean | undefined;
  readonly 'passphrase-file'?: string | undefined;
}

/** The option that names the file which a command writes or reads. */
const FILES: { readonly [K in MachineCommand]?: 'to' | 'from' } = {
  backup: 'to',
  export: 'to',
  restore: 'from',
};

/** Runs a command for the machine and its store. @param wrong says what is wrong with the command line */
export const machineCommand = async (
  command: MachineCommand,
  operands: readonly string[],
  values: Values,
  wrong: (message: string) => number,
): Promise<number> => {
  const isInPlace = command === 'restore' && values['in-place'] === true;
  const named = isInPlace ? undefined : FILES[command];
  const file = named === undefined ? undefined : values[named];
  const [operand] = operands;
  if (operand !== undefined)
    return wrong(
      named === undefined ? `${command} takes no ${operand}` : `write --${named} before ${operand}`,
    );
  if (named !== undefined && file === undefined) return wrong(`${command} needs --${named} FILE`);
  const { config, 'passphrase-file': passphraseFile } = values;
  if (command === 'init') {
    const { initCommand } = await import('./init/init.ts');
    return initCommand(values, wrong);
  }
  if (config === undefined) return wrong(`${command} needs --config FILE`);
  if (passphraseFile !== undefined && values.encrypt === true)
    return wrong('--encrypt asks for a passphrase, and --passphrase-file gives one: use one of them');
  if (isInPlace) {
    const wrongly = (['from', 'replace', 'passphrase-file'] as const).find(
      (one) => values[one] !== undefined,
    );
    if (wrongly !== undefined) return wrong(`restore --in-place takes no --${wrongly}: no file is restored`);
    const { restoredInPlaceCommand } = await import('./backup/restored-in-place.ts');
    return restoredInPlaceCommand(config);
  }
  switch (command) {
    case 'backup': {
      const { backupCommand } = await import('./backup/backup.ts');
      const { force = false, encrypt = false } = values;
      return backupCommand(config, file ?? '', { force, encrypt, passphraseFile });
    }
    case 'restore': {
      const { restoreCommand } = await import('./backup/restore.ts');
      return restoreCommand(config, file ?? '', { replace: values.replace ?? false, passphraseFile });
    }
    case 'export': {
      const { exportCommand } = await import('./export.ts');
      return exportCommand(config, file ?? '', values.force ?? false);
    }
    case 'release': {
      const { releaseCommand } = await import('./backup/release.ts');
      return releaseCommand(config);
    }
    default: {
      const { doctorCommand } = await import('./doctor/doctor.ts');
      // A lookup of a name can't be given up, and would keep the process for as long as the resolver tries.
      return process.exit(await doctorCommand(config, values.json ?? false));
    }
  }
};
