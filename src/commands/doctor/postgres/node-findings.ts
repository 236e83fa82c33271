import type { Config } from '../../../config/schema.ts';
import type { NodeFacts } from '../../../store/postgres/look-at-nodes.ts';
import { broken, type Finding, fine, warning } from '../finding.ts';

type Configured = Pick<Config, 'node' | 'routes'>;

/**
 * What is to be said of the gateways that share a database, and of the routes that belong to one of them.
 * @param isGatewayOn whether any gateway runs on the database
 */
export const nodeFindings = (
  config: Configured,
  nodes: readonly NodeFacts[],
  isGatewayOn: boolean,
): readonly Finding[] => [
  ...nodes.map(ofNode),
  ...ofLeader(nodes),
  ...whyNoStart(config, nodes, isGatewayOn),
  ...(nodes.length === 0 ? [] : ofRoutes(config, nodes)),
];

const lives = ({ state }: NodeFacts): boolean => state === 'beats';

const ofNode = ({ name, leads, url, state, sending }: NodeFacts): Finding => {
  const about = `node ${name}`;
  switch (state) {
    case 'beats':
      return fine(about, `it lives${leads ? ' and leads' : ''}${url === undefined ? '' : `, at ${url}`}`);
    case 'stands still':
      return warning(
        about,
        'it is connected to the database, and has not beaten for 5 s',
        'After 10 s without a beat the other nodes take it for dead, and it ends.',
        'Look into its log, and whether its machine stands still or has too much to do.',
      );
    case 'gone':
      return warning(
        about,
        `it has ended without leaving, or has lost the database${waiting(sending)}`,
        'A node that lives takes over from it after 10 s. If none lives, all of it waits for the next start.',
        'Start it again: it has its own messages back at once.',
      );
    case 'ended':
      return sending === 0
        ? fine(about, 'it does not run')
        : warning(
            about,
            `it does not run${waiting(sending)}`,
            'A node that lives takes them up with its next beat.',
            'Start this node or another one.',
          );
  }
};

const waiting = (sending: number): string => {
  if (sending === 0) return '';
  return sending === 1
    ? '; a message that it was sending waits'
    : `; ${sending} messages that it was sending wait`;
};

const ofLeader = (nodes: readonly NodeFacts[]): readonly Finding[] =>
  !nodes.some(lives) || nodes.some((node) => lives(node) && node.leads)
    ? []
    : [
        warning(
          'nodes',
          'no node that lives leads the others',
          'Alerts, drills and triggers stand still, and what is not about messages is answered 503.',
          'Wait for 15 s and look again; then look into the logs of the nodes.',
        ),
      ];

/** Why the gateway would not start with this configuration. */
const whyNoStart = (
  { node }: Configured,
  nodes: readonly NodeFacts[],
  isGatewayOn: boolean,
): readonly Finding[] => {
  const areNodesOn = nodes.some(({ state }) => state === 'beats' || state === 'stands still');
  const why = 'The gateway does not start beside it.';
  if (node === undefined && areNodesOn)
    return [broken('nodes', 'nodes run on the database, and this configuration has no node', why, NAME_IT)];
  // A node that has just lost the database, or is about to start, may have no row that says so.
  if (node !== undefined && isGatewayOn && nodes.every(({ state }) => state === 'ended'))
    return [
      broken('nodes', 'a gateway without a name runs on the database', why, `Stop that one. ${NAME_IT}`),
    ];
  return [];
};

const NAME_IT = 'Give each gateway on the database a name of its own (node: NAME).';

/** Routes that nobody drives. A name that the database does not know may be misspelt. */
const ofRoutes = ({ node, routes }: Configured, nodes: readonly NodeFacts[]): readonly Finding[] =>
  routes.flatMap((route) => {
    const owner = route.node;
    if (owner === undefined || owner === node?.name) return [];
    const known = nodes.find(({ name }) => name === owner);
    if (known !== undefined && known.state !== 'ended') return [];
    return [
      warning(
        `route ${route.id}`,
        known === undefined
          ? `it belongs to the node ${owner}, which has never run on the database`
          : `it belongs to the node ${owner}, which does not run`,
        'Nothing goes out by this route.',
        known === undefined
          ? `Start that node, or write its name as its own configuration does; known: ${nodes.map(({ name }) => name).join(', ')}.`
          : 'Start that node.',
      ),
    ];
  });
