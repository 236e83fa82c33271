import type { Config } from '../../../config/schema.ts';
import { type ContentFacts, type DatabaseLook, lookAtDatabase } from '../../../store/postgres/look.ts';
import { standingAlarm } from '../../../store/rows/standing-alarm.ts';
import { migrations } from '../../../store/schema/migrations.ts';
import { describeAlarms } from '../alarms.ts';
import { broken, type Finding, fine } from '../finding.ts';
import { adminsFinding, schemaFinding } from '../store.ts';
import { nodeFindings } from './node-findings.ts';
import { serverFindings } from './server-findings.ts';

/** What is known of a store on PostgreSQL. */
export interface ServerLook {
  readonly findings: readonly Finding[];
  /** The newest time in it, ms since the epoch. */
  readonly newest: number | undefined;
  /**
   * Whether the gateway of this configuration runs: with a name, the node of that name. Undefined: the server does not
   * answer, or is a standby, which does not know the locks of its primary.
   */
  readonly isGatewayOn: boolean | undefined;
  /** The roles of each enabled user with a phone; undefined: not known. */
  readonly phones: readonly (readonly string[])[] | undefined;
}

/** @param name of the database, for people */
export const lookAtServer = async (
  url: string,
  name: string,
  nowMs: number,
  config: Pick<Config, 'access' | 'node' | 'routes'>,
): Promise<ServerLook> => {
  const looked = await lookAtDatabase(url).catch((error: unknown) => ({ why: whyOf(error) }));
  if ('why' in looked) return { ...NOTHING, findings: [unreachable(name, looked.why)] };
  const { server, content, nodes } = looked;
  const { version } = server;
  const isGatewayOn = server.isStandby ? undefined : isOwnOn(config, looked);
  const found = [
    ...serverFindings({ ...server, isGatewayOn: isGatewayOn ?? false }),
    ...nodeFindings(config, nodes, server.isGatewayOn),
  ];
  if (content === undefined) {
    const empty = fine(
      'store',
      `${name} is PostgreSQL ${version}, without tables: the first start makes them`,
    );
    return { ...NOTHING, findings: [empty, ...found], isGatewayOn };
  }
  const holds = fine('store', `${name} is PostgreSQL ${version}, with ${content.unsent} unsent messages`);
  return {
    findings: [holds, ...found, ...contentFindings(content, nowMs, config.access.twoPersonsForAdmin)],
    newest: content.newest ?? undefined,
    isGatewayOn,
    phones: content.phones.map((roles) => JSON.parse(roles) as readonly string[]),
  };
};

const isOwnOn = ({ node }: Pick<Config, 'node'>, { server, nodes }: DatabaseLook): boolean =>
  node === undefined
    ? server.isGatewayOn
    : nodes.some(({ name, state }) => name === node.name && (state === 'beats' || state === 'stands still'));

const NOTHING = { newest: undefined, isGatewayOn: undefined, phones: undefined };

const contentFindings = (content: ContentFacts, nowMs: number, isAsked: boolean): readonly Finding[] => {
  const { schema, admins } = content;
  const isNewer = schema > migrations.length;
  return [
    schemaFinding({ schema, isNewer, isOlder: schema < migrations.length }),
    ...describeAlarms(content.alarms.map((alarm) => standingAlarm(alarm, nowMs))),
    ...adminsFinding(isAsked, { counts: { admins } }),
  ];
};

/** Of several addresses of one name, each has failed for its own reason. */
const whyOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(whyOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};

const unreachable = (name: string, why: string): Finding =>
  broken(
    'store',
    `${name} can't be used: ${why}`,
    'The gateway does not start. One that runs takes no message and sends none until it can.',
    'Look at the server and its log, the address, user and password, pg_hba.conf, the firewall and the certificate.',
  );
