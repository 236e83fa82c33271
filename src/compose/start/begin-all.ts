import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { Followers } from '../../ops/nodes/membership.ts';
import type { composeLeading, Runs } from './leading.ts';
import type { ComposedNodes } from './nodes.ts';

interface Beginning {
  readonly opening: AsyncDisposableStack;
  /** Undefined: the gateway is alone on its store. */
  readonly nodes: ComposedNodes;
  readonly leading: ReturnType<typeof composeLeading>;
  /** Lets the API listen. Resolves with its address. */
  readonly listen: () => Promise<string>;
  readonly dispatcher: Dispatcher;
  readonly reloading: Runs;
  readonly beating: Pick<Followers, 'dispatcher' | 'lanes' | 'ids'> & {
    readonly looking: readonly { wake(): void }[];
  };
}

/** Lets the gateway begin its work, once all its parts are made. @returns the address of the API */
export const beginAll = async (begun: Beginning): Promise<string> => {
  const { opening, nodes, leading, dispatcher, reloading } = begun;
  // They are restored before the API listens: what a client starts from now on must not be taken for an alert or drill
  // that the last process left unfinished. A node lets clients start them only once it leads.
  if (nodes === undefined) await leading.restore();
  // The API listens before any message is sent: a gateway that cannot listen on its address must not send.
  const url = await begun.listen();
  nodes?.membership.resumesAll();
  await dispatcher.start();
  opening.defer(async () => {
    await nodes?.membership.end();
    await leading.stop();
    await nodes?.membership.withdraw();
  });
  if (nodes === undefined) await leading.start();
  opening.defer(() => reloading.stop());
  reloading.start();
  const { looking, ...beating } = begun.beating;
  nodes?.follow({
    ...beating,
    url,
    lead: async () => {
      await leading.restore();
      await leading.start();
    },
    // Other nodes may have stored something for the parts that only the leader runs.
    look: () => {
      for (const part of looking) part.wake();
    },
  });
  return url;
};
