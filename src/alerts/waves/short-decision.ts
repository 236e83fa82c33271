import type { Alert, Wave } from '../../domain/alerts/alert.ts';
import type { AlertCount, AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { GATEWAY } from '../../domain/operation/audit.ts';
import { analyse } from '../../domain/text/analyse.ts';
import { forecast } from '../preview/forecast.ts';
import { Shortener, type ShortenerDeps, wavesWithShort } from './shortener.ts';
import { SlowWatch } from './slow-watch.ts';
import { turnOf } from './turn.ts';
import { comingIn } from './wave-progress.ts';
import { textsOfWave } from './wave-texts.ts';

export interface ShortDecisionDeps extends ShortenerDeps {
  readonly repository: AlertRepository;
  readonly traffic: AlertTraffic;
  readonly progress: (alert: number) => Promise<readonly AlertCount[]>;
}

/** What the short text would change for an alert that only slow routes are left for. Times in ms from now. */
export interface ShortOffer {
  /** Messages that no route has, made or not, that would have the short text. */
  readonly messages: number;
  /** When all messages are sent as they are; undefined: never, as things are. */
  readonly etaMs: number | undefined;
  readonly shortEtaMs: number | undefined;
}

const ONLY_SLOW = 'only slow routes are left';
/** The short text must bring the end of the sending nearer by so much, ms, and by this share. */
const LEAST_GAIN_MS = 30_000;
const LEAST_GAIN = 0.1;
/** How often messages that came back from routes are looked for, ms. */
const SWEEP_MS = 10_000;

/** Decides when the messages of alerts go over to the short text, by `alerts.shortWhenDegraded`. */
export class ShortDecision {
  readonly shortener: Shortener;
  readonly #deps: ShortDecisionDeps;
  readonly #watch: SlowWatch;
  readonly #sweptAt = new Map<number, number>();

  constructor(deps: ShortDecisionDeps) {
    this.#deps = deps;
    this.shortener = new Shortener(deps);
    this.#watch = new SlowWatch(deps);
    this.#watch.isDegraded({});
  }

  /** Looks at all alerts that send; to be called about once a second. */
  async look(alerts: readonly Alert[]): Promise<void> {
    this.#watch.isDegraded({});
    for (const id of this.#sweptAt.keys()) if (!alerts.some((one) => one.id === id)) this.#sweptAt.delete(id);
    if (this.shortener.policy === 'never') return;
    for (const alert of alerts) if (this.#watch.isDegraded(alert.draft)) await this.#act(alert);
  }

  /** For a wave about to make messages. Returns whether it has gone over to the short text by this call. */
  async goShort(alert: Alert, wave: Wave): Promise<boolean> {
    if (this.shortener.policy !== 'auto' || alert.state !== 'sending') return false;
    if ((await this.offer(alert)) === undefined) return false;
    await this.shortener.shorten(alert.id, GATEWAY, ONLY_SLOW, (one) => one.wave === wave.wave && !one.short);
    const now = await this.#deps.repository.waves(alert.id);
    return now.find((one) => one.wave === wave.wave)?.short === true;
  }

  /** Undefined if fast routes are left, the policy is `never`, or the short text would be no faster. */
  async offer(alert: Alert): Promise<ShortOffer | undefined> {
    if (this.shortener.policy === 'never' || !this.#watch.isDegraded(alert.draft)) return undefined;
    const [waves, counts] = await Promise.all([
      this.#deps.repository.waves(alert.id),
      this.#deps.progress(alert.id),
    ]);
    const load = { messages: 0, full: 0, short: 0 };
    const able = wavesWithShort(waves);
    for (const wave of waves) {
      const queued = counts.filter((one) => one.wave === wave.wave && one.state === 'queued');
      const parts = queued.reduce((sum, one) => sum + one.parts, 0);
      const coming = comingIn(wave);
      const each = partsOf(alert, wave, this.#deps.timeZone);
      load.full += parts + coming * each.full;
      if (!able.includes(wave) || wave.short || each.short >= each.full) {
        load.short += parts + coming * (wave.short ? each.short : each.full);
        continue;
      }
      const long = queued.reduce((sum, one) => sum + one.messages - one.short, 0);
      load.messages += long + coming;
      load.short +=
        Math.min(parts, (long + queued.reduce((sum, one) => sum + one.short, 0)) * each.short) +
        coming * each.short;
    }
    if (load.messages === 0) return undefined;
    const own = { turns: waves.map(turnOf), parts: load.full };
    const paces = this.#deps.traffic.paces(own);
    const etaOf = (parts: number): number | undefined =>
      forecast(paces, alert.draft, { parts, people: load.messages, validMs: Number.POSITIVE_INFINITY }).etaMs;
    const [etaMs, shortEtaMs] = [etaOf(load.full), etaOf(load.short)];
    const gain = (etaMs ?? Number.POSITIVE_INFINITY) - (shortEtaMs ?? 0);
    return gain >= LEAST_GAIN_MS && gain >= LEAST_GAIN * (etaMs ?? 0)
      ? { messages: load.messages, etaMs, shortEtaMs }
      : undefined;
  }

  async #act(alert: Alert): Promise<void> {
    const { clock, repository } = this.#deps;
    const now = clock.now();
    if (now - (this.#sweptAt.get(alert.id) ?? Number.NEGATIVE_INFINITY) < SWEEP_MS) return;
    this.#sweptAt.set(alert.id, now);
    // What was with a route when its wave went over may have come back with the full text.
    await this.shortener.shorten(alert.id, GATEWAY, ONLY_SLOW, ({ short }) => short);
    const offer = await this.offer(alert);
    if (offer === undefined) return;
    if (this.shortener.policy === 'auto') {
      await this.shortener.shorten(alert.id, GATEWAY, ONLY_SLOW);
      return;
    }
    const [log, waves] = await Promise.all([repository.alertLog(alert.id), repository.waves(alert.id)]);
    const since = waves.at(-1)?.startedAt ?? 0;
    // It is told once for each wave, also over a restart.
    if (log.some(({ action, at }) => action === 'shortOffered' && at >= since)) return;
    const detail = inWords(offer);
    const line = { actor: GATEWAY, action: 'shortOffered', detail } as const;
    await repository.logAlert(alert.id, { at: now, ...line });
    this.#deps.announce({ alert, ...line });
  }
}

/** Parts of a message with the full and with the short text, where the contact's own data has its fallback. */
const partsOf = (
  alert: Alert,
  wave: Wave,
  timeZone: string,
): { readonly full: number; readonly short: number } => {
  const prepared = textsOfWave(alert, wave, timeZone);
  if (prepared.kind === 'unfit') return { full: 1, short: 1 };
  const most = (short: boolean): number =>
    Math.max(
      ...wave.content.variants.map(
        ({ language }) =>
          analyse(prepared.textFor({ name: undefined, attributes: {}, language }, short).text).parts,
      ),
    );
  return { full: most(false), short: most(true) };
};

const inWords = ({ messages, etaMs, shortEtaMs }: ShortOffer): string => {
  const told = (ms: number | undefined): string =>
    ms === undefined ? 'never' : `in ${Math.round(ms / 1000)} s`;
  return `${ONLY_SLOW}: ${messages} messages wait with the full text, and all would be out ${told(etaMs)}; with the short text ${told(shortEtaMs)}`;
};
