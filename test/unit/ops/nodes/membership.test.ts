import { beforeEach, describe, expect, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Beat, Beaten, GatewayNode } from '../../../../src/domain/operation/nodes.ts';
import { Membership } from '../../../../src/ops/nodes/membership.ts';
import { Others } from '../../../../src/ops/nodes/others.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const node = (number: number, name: string, own: Partial<GatewayNode> = {}): GatewayNode => ({
  number,
  name,
  leads: false,
  url: `http://${name}:8080`,
  certificate: undefined,
  key: `key of ${name}`,
  status: undefined,
  ...own,
});

const HERE = node(1, 'here');
const learnt = (own: Partial<Beaten> = {}): Beaten => ({
  number: 1,
  nodes: [HERE, node(2, 'there')],
  buried: [],
  adopted: [],
  grants: [],
  greatest: 0,
  freed: [],
  disabled: [],
  ...own,
});
const LEADING = learnt({ nodes: [node(1, 'here', { leads: true }), node(2, 'there')] });

let clock: VirtualClock;
let log: ReturnType<typeof recordingLog>;
let beats: Beat[];
/** What the next beats answer; an error is thrown. The last one is answered again and again. */
let answers: (Beaten | Error)[];
let done: string[];
let taken: (readonly MessageId[])[];
let takeOver: (ids: readonly MessageId[]) => Promise<void>;
let lead: () => Promise<void>;
let recounts: number;
let madeDue: number[];
let membership: Membership;

beforeEach(() => {
  clock = new VirtualClock();
  log = recordingLog();
  beats = [];
  answers = [learnt()];
  done = [];
  taken = [];
  takeOver = async (ids) => void taken.push(ids);
  lead = async () => void done.push('lead');
  recounts = 0;
  madeDue = [];
  membership = new Membership({
    name: 'here',
    key: 'key of here',
    plan: 'plan',
    nodes: {
      number: 1,
      beat: async (beat) => {
        beats.push(beat);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer');
        return answer;
      },
      makeDue: async (atMs) => void madeDue.push(atMs),
      leave: async () => void done.push('leave'),
    },
    others: new Others(),
    shares: { asks: () => [], granted: () => {} },
    clock,
    log,
  });
});

const follow = (): void =>
  membership.follow({
    dispatcher: {
      own: [],
      turns: { waitingHeld: () => ['7.1'], release: (turn) => done.push(`release ${turn}`) },
      beside: {
        takeOver: (ids) => takeOver(ids),
        recount: async () => void recounts++,
        disable: (routes) => done.push(`disable ${routes.join()}`),
        keepPlans: (plans) => done.push(`keep ${[...plans].join()}`),
      },
    },
    lanes: { fingerprint: 'plan' },
    ids: { atLeast: () => {} },
    url: 'http://here:8080',
    certificate: () => undefined,
    lead: () => lead(),
    look: () => done.push('look'),
  });

/** The time of one beat. */
const beat = (): Promise<void> => clock.advance(1000);

describe('a node', () => {
  test('beats from the beginning, and cannot be reached or lead before it serves', async () => {
    membership.start();
    await beat();
    expect(beats[0]).toMatchObject({ asks: [], held: [] });
    expect(beats[0]?.url).toBeUndefined();
    follow();
    await beat();
    expect(beats.at(-1)).toMatchObject({ url: 'http://here:8080', key: 'key of here', held: ['7.1'] });
  });

  test('counts the queue as soon as it is told that another node has stored messages, between two beats', async () => {
    membership.start();
    follow();
    await clock.advance(500);
    const [beatsBefore, before] = [beats.length, recounts];
    membership.told();
    await clock.advance(0);
    expect(recounts).toBe(before + 1);
    expect(beats).toHaveLength(beatsBefore);
  });

  test('leads once it has begun what only the leader does, and looks with each beat then', async () => {
    const begun = Promise.withResolvers<void>();
    lead = () => begun.promise;
    membership.start();
    follow();
    answers = [LEADING];
    await beat();
    expect([membership.isReady, done.includes('look')]).toEqual([false, false]);
    begun.resolve();
    await beat();
    await beat();
    expect([membership.isReady, done.includes('look')]).toEqual([true, true]);
  });

  test('goes on beating while it begins to lead, however long that takes', async () => {
    lead = () => new Promise(() => {});
    membership.start();
    follow();
    answers = [LEADING];
    for (let count = 0; count < 15; count++) await beat();
    expect(beats.length).toBeGreaterThanOrEqual(15);
  });

  test('fails as a whole if it cannot begin to lead, so that another one does', async () => {
    lead = async () => {
      throw new Error('half begun');
    };
    membership.start();
    follow();
    answers = [LEADING];
    await beat();
    expect(await membership.failed).toBe('this node cannot begin to lead');
    expect(membership.isReady).toBe(false);
  });

  test('tries to take up what it has adopted until that is done', async () => {
    const ids = [5 as MessageId];
    takeOver = async (some) => {
      taken.push(some);
      if (taken.length === 1) throw new Error('the database is away');
    };
    membership.start();
    follow();
    answers = [learnt({ adopted: ids }), learnt()];
    for (let count = 0; count < 6; count++) await beat();
    expect(taken).toEqual([ids, ids]);
  });

  test('is sure for six seconds after the begin of its last beat, and again after the next one', async () => {
    expect(membership.isSure).toBe(false);
    membership.start();
    await beat();
    expect(membership.isSure).toBe(true);
    answers = [new Error('the database is away')];
    await clock.advance(5999);
    expect(membership.isSure).toBe(true);
    await clock.advance(1);
    expect(membership.isSure).toBe(false);
    answers = [learnt()];
    await clock.advance(6000);
    expect(membership.isSure).toBe(true);
  });

  test('is not sure when the machine was suspended, until its next beat', async () => {
    membership.start();
    await beat();
    // The clock that nobody can set stood still meanwhile.
    clock.set(15_000);
    expect(membership.isSure).toBe(false);
    await beat();
    expect(membership.isSure).toBe(true);
  });

  test('is not sure when the machine was suspended, though its own time does not show it after it was set back', async () => {
    let wall = clock.now();
    Object.assign(clock, { wall: () => wall });
    membership.start();
    await beat();
    wall += 15_000;
    expect(membership.isSure).toBe(false);
    await beat();
    wall -= 60_000;
    expect(membership.isSure).toBe(true);
  });

  test('is not sure as soon as the store is lost to it, and then waits for no beat to withdraw', async () => {
    membership.start();
    await beat();
    membership.lose();
    expect(membership.isSure).toBe(false);
    await beat();
    expect(membership.isSure).toBe(false);
    await membership.withdraw();
  });

  test('shows that it leads no more before it ends, and takes the lead no more', async () => {
    membership.start();
    follow();
    answers = [LEADING];
    await beat();
    await membership.end();
    await beat();
    // What only the leader does may still be running.
    expect(beats.at(-1)?.url).toBeDefined();
    const withdrawn = membership.withdraw();
    await beat();
    await withdrawn;
    expect(beats.at(-1)?.url).toBeUndefined();
    expect(membership.isReady).toBe(false);
    await membership.stop();
    expect(done.at(-1)).toBe('leave');
  });

  const timed = (name: string, byMs: number, number = 2): GatewayNode =>
    node(number, name, { status: JSON.stringify({ at: clock.now() + byMs, plan: 'plan', routes: [] }) });
  const clockWarnings = () => log.lines.filter(({ message }) => message.includes('clocks'));

  test('says that the clock of another node is apart, once', async () => {
    membership.start();
    for (let count = 0; count < 3; count++) {
      answers = [learnt({ nodes: [HERE, timed('there', -3_600_000)] })];
      await beat();
    }
    expect(clockWarnings()).toHaveLength(1);
  });

  test('says nothing of the clock of a node that has ended, whose last time gets older', async () => {
    membership.start();
    answers = [learnt({ nodes: [HERE, timed('there', 0)] })];
    for (let count = 0; count < 12; count++) await beat();
    expect(clockWarnings()).toEqual([]);
  });

  test('says nothing of the clock of a node that was frozen, which says an old time once as it wakes', async () => {
    membership.start();
    for (const behindMs of [0, 16_000, 0, 0]) {
      answers = [learnt({ nodes: [HERE, timed('there', -behindMs)] })];
      await beat();
    }
    expect(clockWarnings()).toEqual([]);
  });

  test('makes messages due as it begins, and with each beat while the clock of another node is ahead or was until it ended', async () => {
    const withClock = (byMs: number) => learnt({ nodes: [HERE, timed('there', byMs)] });
    membership.start();
    follow();
    await beat();
    expect(madeDue).toHaveLength(1);
    answers = [withClock(-3_600_000)];
    await beat();
    expect(madeDue).toHaveLength(1);
    answers = [withClock(3_600_000)];
    for (let count = 0; count < 2; count++) await beat();
    expect(madeDue).toHaveLength(3);
    answers = [learnt({ nodes: [HERE] })];
    for (let count = 0; count < 2; count++) await beat();
    expect(madeDue.slice(3)).toEqual([clock.now() - 1000]);
  });

  test('makes no messages due while it is its own clock that is behind that of all others', async () => {
    membership.start();
    follow();
    await beat();
    for (let count = 0; count < 3; count++) {
      answers = [learnt({ nodes: [HERE, timed('there', 3_600_000), timed('west', 3_600_000, 3)] })];
      await beat();
    }
    expect(madeDue).toHaveLength(1);
    expect(clockWarnings()).toHaveLength(2);
  });
});
