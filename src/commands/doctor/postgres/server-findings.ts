import type { ServerFacts } from '../../../store/postgres/look.ts';
import { broken, type Finding, fine, warning } from '../finding.ts';

// The first with `pg_unicode_fast`, by which names are compared (src/store/postgres/schema/audience-functions.ts).
const LEAST_VERSION = 18;
/** One connection writes and one reads; a command such as `token create` needs the same for a moment. */
const OF_GATEWAY = 2;
const NEEDED = 2 * OF_GATEWAY;

const ACCEPTED = 'The gateway acknowledges a message once the server says that it is on disk.';

/** Whether the server is one that the gateway can run on. */
const usable = (server: ServerFacts): readonly Finding[] => {
  const { version, versionNumber, encoding, isStandby, isReadOnly, mayCreate } = server;
  const cannotStart = 'The gateway does not start.';
  const cannotWrite = 'The gateway can read there, but not write: it takes no message.';
  return [
    ...(versionNumber < LEAST_VERSION
      ? [
          broken(
            'server',
            `it is PostgreSQL ${version}`,
            `Tocsin needs ${LEAST_VERSION} or newer.`,
            'Upgrade the server.',
          ),
        ]
      : []),
    ...(encoding === 'UTF8'
      ? []
      : [
          broken(
            'server',
            `the database has the encoding ${encoding}`,
            'It refuses texts with signs that this encoding lacks.',
            "Make the database anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
          ),
        ]),
    ...(isStandby
      ? [
          broken(
            'server',
            'it is a standby, which copies another server',
            cannotWrite,
            'Write the address of the primary, or one that follows it after a failover (docs/postgres.md).',
          ),
        ]
      : []),
    ...(isReadOnly
      ? [
          broken(
            'server',
            'default_transaction_read_only is on',
            cannotWrite,
            'ALTER DATABASE … RESET default_transaction_read_only; look also at ALTER ROLE and postgresql.conf',
          ),
        ]
      : []),
    ...(mayCreate || isStandby
      ? []
      : [
          broken(
            'server',
            'the user may make no tables in the database',
            cannotStart,
            'Make the user the owner of the database: ALTER DATABASE … OWNER TO …',
          ),
        ]),
  ];
};

/**
 * What `synchronous_standby_names` asks for (postgresql.org/docs/current/runtime-config-replication.html): how many
 * standbys a commit waits for, and of how many names any may be the one.
 */
const awaitedBy = (names: string): { readonly least: number; readonly anyOf: number } => {
  const [, how = 'FIRST', count = '1', list = names] =
    /^\s*(?:(ANY|FIRST)\s+)?(\d+)\s*\((.*)\)\s*$/i.exec(names) ?? [];
  // A name in quotes may contain a comma.
  const each: readonly string[] = list.match(/"(?:[^"]|"")*"|[^\s,]+/g) ?? [];
  const anyOf = each.includes('*') ? Number.POSITIVE_INFINITY : each.length;
  return { least: Number(count), anyOf: how.toUpperCase() === 'ANY' ? anyOf : 0 };
};

/** Whether commits wait for standbys. */
const isAwaiting = ({ synchronousCommit, synchronousStandbys }: ServerFacts): boolean =>
  synchronousStandbys !== '' && !['off', 'local'].includes(synchronousCommit);

/** Whether a commit that waits for standbys can be acknowledged, and which of them has it. */
const awaited = (server: ServerFacts): readonly Finding[] => {
  const { synchronousStandbys, standbys } = server;
  if (server.isStandby || !isAwaiting(server)) return [];
  const { least, anyOf } = awaitedBy(synchronousStandbys);
  const connected = standbys === 0 ? 'none is' : `only ${standbys} ${standbys === 1 ? 'is' : 'are'}`;
  const found = broken(
    'standbys',
    server.waitsForStandby
      ? 'a commit has waited for a standby for more than 5 s'
      : `a commit waits for ${least}, and ${connected} connected`,
    'No commit is acknowledged: the gateway takes no message and sends none.',
    'Bring the standby back. To go on without it, change synchronous_standby_names: a failover then loses messages.',
  );
  if (server.waitsForStandby || standbys < least) return [found];
  if (anyOf <= least) return [];
  const those = Number.isFinite(anyOf) ? `${least} of ${anyOf}` : `${least}`;
  return [
    fine(
      'standbys',
      `a commit waits for any ${those}: before a failover compare which has the most (docs/postgres.md)`,
    ),
  ];
};

/** Whether the server keeps what it has acknowledged. */
const durable = (server: ServerFacts): readonly Finding[] => {
  const { synchronousCommit, standbys } = server;
  const settings = [
    ['fsync', server.fsync],
    ['full_page_writes', server.fullPageWrites],
    ['synchronous_commit', synchronousCommit],
  ] as const;
  const off = settings.filter(([, value]) => value === 'off').map(([name]) => name);
  return [
    ...(isAwaiting(server) && synchronousCommit === 'remote_write'
      ? [
          warning(
            'durability',
            'synchronous_commit is remote_write',
            'A standby confirms what is not on its disk yet: a failover after a crash of its machine loses acknowledged messages.',
            'Set synchronous_commit to on.',
          ),
        ]
      : []),
    ...off.map((name) =>
      broken(
        'durability',
        `${name} is off`,
        `${ACCEPTED} With this setting a crash of the server loses such messages.`,
        `Set ${name} to on: in postgresql.conf, and wherever ALTER SYSTEM, DATABASE or ROLE sets it.`,
      ),
    ),
    ...(standbys > 0 && !isAwaiting(server)
      ? [
          warning(
            'standbys',
            `${standbys === 1 ? 'a standby copies' : `${standbys} standbys copy`} this server, and no commit waits for one`,
            'A failover to a standby loses messages that were acknowledged in the last moments, or sends some twice.',
            'Set synchronous_standby_names, and synchronous_commit to on; with Patroni: synchronous_mode.',
          ),
        ]
      : []),
  ];
};

const connections = ({ connectionsLeft, isGatewayOn }: ServerFacts): Finding => {
  // The connection of this command is free again in a moment.
  const room = connectionsLeft + 1 + (isGatewayOn ? OF_GATEWAY : 0);
  const what = `the server, the database and the user have room for ${room} of the gateway`;
  const todo =
    'Raise max_connections, or CONNECTION LIMIT of the database and the user; end what is not needed.';
  if (room < OF_GATEWAY)
    return broken('connections', what, `The gateway needs ${OF_GATEWAY}: it does not start.`, todo);
  if (room < NEEDED)
    return warning('connections', what, 'No command, such as user reset, works beside the gateway.', todo);
  return fine('connections', what);
};

const pooler = ({ isBehindPooler }: ServerFacts): readonly Finding[] =>
  isBehindPooler
    ? [
        warning(
          'pooler',
          'another program, such as PgBouncer, stands between here and the server',
          'If it gives the connection to others between transactions, the lock of the only gateway is lost, and prepared statements fail.',
          'Write the address of the server itself, or give the database pool_mode = session.',
        ),
      ]
    : [];

export const serverFindings = (server: ServerFacts): readonly Finding[] => {
  const ofPromises = durable(server);
  return [
    ...usable(server),
    ...(ofPromises.length > 0
      ? ofPromises
      : [fine('durability', 'a commit that is acknowledged is on disk')]),
    ...awaited(server),
    connections(server),
    ...pooler(server),
  ];
};
