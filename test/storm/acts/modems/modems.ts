import type { FinalView } from '../../../chaos/history.ts';
import type { MessageView, RouteView } from '../../../support/http/api-client.ts';
import type { Stage } from '../../stage.ts';
import type { Act, MakeAct } from '../act.ts';
import { messagesOf } from '../messages.ts';
import { LATEST_REPORT_MS } from './faults.ts';
import { copiesIn, type OutStory, refusalsIn } from './history.ts';
import { complaintsIn } from './judge.ts';
import type { InboxItem } from './laws-of-inbound.ts';
import { type ModemsPlan, modemsPlanOf, type PlannedModem } from './plan.ts';
import { StormModem } from './storm-modem.ts';
import { outIn, type PlannedIn, type PlannedOut, TIERED } from './texts.ts';

/** When the operator looks for SIMs that are set aside, ms after the calm. */
const OPERATOR_MS = [200, 5000, 10_000, 20_000] as const;
/** The power fails no later than so long before the calm, ms: the gateway starts, and the modem too. */
const BEFORE_CALM_MS = 500;
/** The messages after the calm come so late, ms. */
const PROBE_AFTER_MS = 300;
const RETRY_MS = 50;
/** What remains of a report's way to the disk, ms. */
const ON_ITS_WAY_MS = 1500;

interface Posted {
  readonly id: string;
  readonly acceptedAt: number;
  cancelledAt: number | undefined;
}

export type RouteSaid = RouteView & { readonly quarantine?: { readonly reason: string } | null };

/** GSM modems and their SIMs: messages by modems alone and as the last tier, and texts from phones to the SIMs. */
export const modems: MakeAct = (dice) => new Modems(modemsPlanOf(dice));

class Modems implements Act {
  readonly config: Act['config'];
  readonly #plan: ModemsPlan;
  readonly #posted = new Map<number, Posted>();
  #modems: readonly StormModem[] = [];
  #operating: Promise<void> = Promise.resolve();
  #taken = 0;

  constructor(plan: ModemsPlan) {
    this.#plan = plan;
    const ids = plan.modems.map(({ id }) => id);
    this.config = {
      routes: plan.modems.map(routeOf),
      plan: [
        {
          when: { prefix: [TIERED] },
          tiers: plan.areTogether ? [ids] : ids.map((id) => [id]),
          spillAfter: '2s',
        },
      ],
    };
  }

  async play(stage: Stage): Promise<void> {
    const { world, until, plan } = stage;
    this.#modems = this.#plan.modems.map((planned) => new StormModem(planned, world));
    for (const modem of this.#modems) {
      this.#knowNumbers(modem);
      modem.onTaken = () => this.#cutsAtTaken(stage);
      modem.plugIn();
    }
    this.#operating = this.#operate(stage);
    const probesAtMs = plan.calmAtMs + PROBE_AFTER_MS;
    await Promise.all([
      ...this.#modems.flatMap((modem) => sufferings(modem, stage)),
      ...this.#plan.in.map(async (text) => {
        await until(timeOf(text, stage));
        this.#modems.find(({ planned }) => planned.id === text.modem)?.phone(text);
      }),
      ...this.#plan.out.map(async (text) => {
        await until(text.atMs ?? probesAtMs);
        this.#posted.set(text.index, await post(stage, text));
      }),
      ...this.#plan.out.map((text) => this.#cancel(stage, text)),
    ]);
  }

  async isSettled(stage: Stage): Promise<boolean> {
    const states = (await messagesOf(stage.gateway)).filter(({ reference }) =>
      reference?.startsWith('modems-'),
    );
    if (states.some(({ state }) => state === 'queued' || state === 'sending')) return false;
    const now = stage.world.clock.now();
    for (const modem of this.#modems) {
      if (now < modem.reportsUntil(LATEST_REPORT_MS) + ON_ITS_WAY_MS) return false;
      if (modem.stored > 0 && (await routeSaid(stage, modem))?.state === 'up') return false;
    }
    return true;
  }

  async judge(stage: Stage): Promise<readonly string[]> {
    const { gateway } = stage;
    await this.#operating;
    const copies = copiesIn(stage, this.#modems);
    const refusals = refusalsIn(this.#modems);
    const stories: OutStory[] = [];
    for (const planned of this.#plan.out) {
      const posted = this.#posted.get(planned.index);
      if (posted === undefined) throw new Error(`M${planned.index} was never posted`);
      const isIts = ({ text }: { readonly text: string }): boolean => outIn(text) === planned.index;
      stories.push({
        planned,
        ...posted,
        view: await gateway.get<FinalView>(`/v1/messages/${posted.id}`),
        copies: copies.filter(isIts),
        refusals: refusals.filter(isIts),
      });
    }
    const routes = new Map<string, RouteSaid | undefined>();
    for (const modem of this.#modems) routes.set(modem.planned.id, await routeSaid(stage, modem));
    const inbox = (await gateway.get<{ items: InboxItem[] }>('/v1/inbox?limit=1000'))?.items ?? [];
    for (const modem of this.#modems) modem.close();
    const seen = { plan: this.#plan, stage, modems: this.#modems, stories, copies, routes, inbox };
    const complaints = complaintsIn(seen);
    for (const { id, planned, view } of stories)
      stage.world.log.push(`M${planned.index} ${id} ${view?.state} ${view?.reason}`);
    return complaints;
  }

  #knowNumbers(modem: StormModem): void {
    const numbersOf = (is: (text: PlannedOut) => boolean) => this.#plan.out.filter(is).map(({ to }) => to);
    modem.knowNumbers(
      numbersOf(({ isBarred }) => isBarred),
      numbersOf(({ isUndelivered }) => isUndelivered),
    );
  }

  /** The next process finds on the SIM what the one before had on disk already. */
  #cutsAtTaken({ gateway, world, startedAt, plan }: Stage): boolean {
    const isCalm = world.clock.now() > startedAt + (plan.calmAtMs - BEFORE_CALM_MS) * plan.stretch;
    if (isCalm || ++this.#taken !== this.#plan.cutAtTaken) return false;
    gateway.cut();
    return true;
  }

  /** After the calm an operator has each SIM tried again that is set aside: else it would rest for a quarter of an hour. */
  async #operate(stage: Stage): Promise<void> {
    for (const afterMs of OPERATOR_MS) {
      await stage.until(stage.plan.calmAtMs + afterMs);
      for (const modem of this.#modems)
        if ((await routeSaid(stage, modem))?.quarantine)
          await stage.gateway.ask('POST', `/v1/routes/${modem.planned.id}/sim/restore`);
    }
  }

  async #cancel({ until, world, gateway }: Stage, { index, cancelAtMs }: PlannedOut): Promise<void> {
    if (cancelAtMs === undefined) return;
    await until(cancelAtMs);
    for (let posted = this.#posted.get(index); ; posted = this.#posted.get(index)) {
      if (posted === undefined) {
        await world.wait(RETRY_MS);
        continue;
      }
      const { status } = await gateway.ask('POST', `/v1/messages/${posted.id}/cancel`);
      if (status === 200) posted.cancelledAt = world.clock.now();
      return;
    }
  }
}

const routeOf = (modem: PlannedModem): object => {
  const { id, imei, byImei, limits, recipientsPerMonth, sendTimeoutMs } = modem;
  return {
    id,
    type: 'modem',
    ...(byImei ? { imei } : { device: StormModem.pathOf(modem, 0) }),
    limits,
    ...(recipientsPerMonth === undefined ? {} : { recipientsPerMonth }),
    sendTimeout: `${sendTimeoutMs}ms`,
    reconnect: { min: '200ms', max: '2s' },
  };
};

const routeSaid = ({ gateway }: Stage, { planned }: StormModem): Promise<RouteSaid | undefined> =>
  gateway.get<RouteSaid>(`/v1/routes/${planned.id}`);

/** When the text is sent, ms since the routes were up. */
const timeOf = ({ beforeCut, atMs }: PlannedIn, { plan }: Stage): number => {
  const cuts = plan.blows.filter(({ kind }) => kind === 'SIGKILL');
  const blow = beforeCut === undefined ? undefined : cuts[beforeCut.cut % cuts.length];
  return blow === undefined ? atMs : Math.max(0, blow.atMs - (beforeCut?.ms ?? 0));
};

const sufferings = (modem: StormModem, { until }: Stage): readonly Promise<void>[] => [
  ...modem.planned.spells.map(async (spell) => {
    await until(spell.fromMs);
    modem.begin(spell);
    await until(spell.toMs);
    modem.end(spell);
  }),
  ...modem.planned.pulls.map(async ({ atMs, backAtMs }) => {
    await until(atMs);
    modem.pullOut();
    await until(backAtMs);
    modem.plugIn();
  }),
];

/** Posts until the message is accepted, with one idempotency key. */
const post = async ({ gateway, world }: Stage, text: PlannedOut): Promise<Posted> => {
  const { index, to, priority, onUncertain, validForMs, by } = text;
  const reference = `modems-${index}`;
  const body = {
    ...{ to, text: text.text, priority, onUncertain, validFor: `PT${validForMs / 1000}S`, reference },
    ...(by === 'plan' ? {} : { routes: by }),
  };
  for (;;) {
    const answer = await gateway.ask('POST', '/v1/messages', body, { 'idempotency-key': reference });
    if (answer.status === 202) {
      const { id } = JSON.parse(answer.body) as MessageView;
      return { id, acceptedAt: world.clock.now(), cancelledAt: undefined };
    }
    if (answer.status < 500) throw new Error(`a valid message is refused: ${answer.status} ${answer.body}`);
    await world.wait(RETRY_MS);
  }
};
