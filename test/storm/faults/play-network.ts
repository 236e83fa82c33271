import type { Stage } from '../stage.ts';
import type { NetworkFault } from './world-faults.ts';

/** What comes after the end of a fault of the network: connections are made again, and receipts sent again, ms. */
const AFTER_MS = 1000;

/** Lets the network between the gateway and one carrier fail for a time. */
export const playNetwork = async (fault: NetworkFault, { world, plan, carriers }: Stage): Promise<void> => {
  const { kind, route, way, forMs, octets } = fault;
  const port = carriers[plan.routes.findIndex(({ id }) => id === route)]?.port ?? 0;
  const cable = world.net.cable(port);
  const ways = [cable.out, cable.in].filter((one) => way === 'both' || one === cable[way]);
  const from = world.clock.now();
  world.troubles.push({ from, to: from + forMs + AFTER_MS, of: 'network', route });
  world.say(`${kind} ${way} to ${route} for ${forMs} ms`);
  switch (kind) {
    case 'silence':
      for (const one of ways) one.heldUntil = Math.max(one.heldUntil, from + forMs);
      await world.wait(forMs);
      return;
    case 'lost connections':
      for (const socket of world.net.openAt(port)) socket.lose(forMs);
      await world.wait(forMs);
      return;
    case 'refused connections':
      cable.isRefusing = true;
      for (const socket of world.net.openAt(port)) socket.resetAndDestroy();
      await world.wait(forMs);
      cable.isRefusing = false;
      return;
    case 'mute listener':
      cable.isMute = true;
      for (const socket of world.net.openAt(port)) socket.resetAndDestroy();
      await world.wait(forMs);
      cable.isMute = false;
      // A firewall ends at last what nobody has answered.
      for (const socket of world.net.openAt(port)) socket.lose(0);
      return;
    case 'cut connection':
      for (const one of ways) one.octetsLeft = octets;
      await world.wait(forMs);
      for (const one of ways) one.octetsLeft = undefined;
  }
};
