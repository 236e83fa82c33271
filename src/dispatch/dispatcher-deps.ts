import type { RoutePace } from '../domain/alerts/alert-traffic.ts';
import type { DeadlineRepository, LaneStore, Queue, RouteLedger } from '../domain/messages/queue.ts';
import type { RouteView } from '../domain/routes/routes-control.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Backlog } from './plan/backlog.ts';
import type { LaneRegistry } from './plan/lane-registry.ts';

export interface DispatcherDeps {
  readonly store: Queue & DeadlineRepository & RouteLedger & LaneStore;
  readonly lanes: LaneRegistry;
  readonly backlog: Backlog;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly uncertainGraceMs: number;
  /** The longest time between two looks at the deadlines, ms. */
  readonly deadlinesRestMs: number;
  /** Other processes that send from the store; left out: there are none. */
  readonly others?: OtherNodes | undefined;
}

/** What a process knows of others that send from the same store. */
interface OtherNodes {
  /** Routes that another node can send by now. */
  usable(): readonly string[];
  /** Whether this process alone does what one does for all. */
  isLeading(): boolean;
  /** Whether no other process can have taken this one for dead. */
  isSure(): boolean;
  /** The routes of all processes, these with them. */
  views(own: readonly RouteView[]): readonly RouteView[];
  paces(own: readonly RoutePace[]): readonly RoutePace[];
}
