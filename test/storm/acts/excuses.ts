import type { Trouble } from '../../chaos/history.ts';
import type { Stage } from '../stage.ts';
import type { Span } from '../world/wall-clock.ts';

/** How long octets are on their way to a carrier at most, ms. */
const UNDER_WAY_MS = 250;

/** The troubles of these kinds that overlap a time. */
export const troublesIn = (
  { world }: Stage,
  { from, to }: Span,
  ...kinds: readonly Trouble['of'][]
): readonly Trouble[] =>
  world.troubles.filter((one) => kinds.includes(one.of) && one.from <= to && one.to >= from);

/** Until when a carrier may get what the gateway had handed over by `at`: a silent network keeps it for a time. */
export const arrivesBy = (stage: Stage, at: number, route: string): number =>
  Math.max(
    at + UNDER_WAY_MS,
    ...troublesIn(stage, { from: at, to: at + UNDER_WAY_MS }, 'network')
      .filter((one) => one.route === route)
      .map(({ to }) => to),
  );

/** Between which moments of the world the gateway wrote down this time of its own clock. */
export const momentsOf = ({ world }: Stage, written: string | number): Span =>
  world.wall.momentsOf(typeof written === 'number' ? written : Date.parse(written));

/** Between which times of its own clock the gateway handed over what a carrier got at `at`. */
export const handedOver = (stage: Stage, at: number, route: string): Span => {
  const { wall } = stage.world;
  const held = troublesIn(stage, { from: at, to: at }, 'network').filter((one) => one.route === route);
  const earliest = Math.min(at - UNDER_WAY_MS, ...held.map(({ from }) => from));
  const [first, last] = [wall.shownAt(earliest), wall.shownAt(at)];
  return { from: Math.min(first, last), to: Math.max(first, last) };
};
