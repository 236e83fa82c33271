import type { AlertsConfig } from '../../config/alerts.ts';
import type { Alert, AlertActor, Wave } from '../../domain/alerts/alert.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { LongMessage, ShortTexts } from '../../domain/alerts/short-texts.ts';
import { goesOut, isBeingOvertaken } from '../../domain/alerts/wave-state.ts';
import type { AudienceRepository } from '../../domain/people/audience.ts';
import { analyse } from '../../domain/text/analyse.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { StepperDeps } from '../desk/stepper.ts';
import { turnOf } from './turn.ts';
import { textsOfWave } from './wave-texts.ts';

export interface ShortenerDeps extends Pick<StepperDeps, 'announce'> {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'waves' | 'longQueued' | 'storeShortTexts'>;
  readonly audiences: Pick<AudienceRepository, 'audiencePage'>;
  readonly traffic: Pick<AlertTraffic, 'lanesOf'>;
  readonly policy: Pick<AlertsConfig, 'shortWhenDegraded'>;
  readonly clock: Pick<Clock, 'now'>;
  /** The clocks by which texts give times: an IANA name. */
  readonly timeZone: string;
}

/** Messages in one commit: few, so that other commits don't wait long. */
const AT_ONCE = 1000;

/** The waves of an alert that can go over to their short text, or have: those that go out and have one. */
export const wavesWithShort = (waves: readonly Wave[]): readonly Wave[] =>
  waves.filter(
    (wave) =>
      goesOut(wave.state) &&
      !isBeingOvertaken(wave, waves) &&
      wave.content.variants.some(({ short }) => short !== undefined),
  );

/**
 * Gives the messages of an alert that no route has yet the short text of their wave. A wave that has gone over to it
 * stays with it to its end, also when carriers come back: a text that changes to and fro would tell neighbours
 * different things, and carriers that have just come back may go again. An update is a new wave, and decides anew.
 */
export class Shortener {
  readonly #deps: ShortenerDeps;

  constructor(deps: ShortenerDeps) {
    this.#deps = deps;
  }

  get policy(): AlertsConfig['shortWhenDegraded'] {
    return this.#deps.policy.shortWhenDegraded;
  }

  /**
   * Lets the waves of the alert go over to the short text. What is stored before a crash stays so; the next call goes
   * on.
   *
   * @param only whether a wave is meant; left out: all
   * @returns the messages that have the short text by this call
   */
  async shorten(
    id: number,
    actor: Pick<AlertActor, 'id' | 'name'>,
    reason: string,
    only: (wave: Wave) => boolean = () => true,
  ): Promise<number> {
    const { repository } = this.#deps;
    let messages = 0;
    for (const { wave: number } of wavesWithShort(await repository.waves(id)).filter(only)) {
      for (let after: number | undefined = 0; after !== undefined; ) {
        const [alert, waves] = [await repository.getAlert(id), await repository.waves(id)];
        const wave = wavesWithShort(waves).find((one) => one.wave === number);
        if (alert === undefined || wave === undefined) break;
        const page = await repository.longQueued(
          wave,
          await this.#deps.traffic.lanesOf(turnOf(wave)),
          after,
          AT_ONCE,
        );
        const texts = await this.#textsFor(alert, wave, page);
        if (wave.short && texts.length === 0 && page.length < AT_ONCE) break;
        const { version } = alert;
        const at = this.#deps.clock.now();
        const stored = await repository.storeShortTexts({
          alert: id,
          wave: number,
          version,
          at,
          actor,
          reason,
          texts,
        });
        // The alert has changed meanwhile: its texts are made anew.
        if (stored.kind === 'stale') continue;
        messages += stored.messages;
        if (stored.isLogged) this.#deps.announce({ alert, actor, action: 'shorten', detail: reason });
        after = page.length < AT_ONCE ? undefined : page.at(-1)?.id;
      }
    }
    return messages;
  }

  async #textsFor(alert: Alert, wave: Wave, page: readonly LongMessage[]): Promise<ShortTexts['texts']> {
    const { audiences, timeZone } = this.#deps;
    const { overrideOptOut } = alert.draft;
    const prepared = textsOfWave(alert, wave, timeZone);
    if (prepared.kind === 'unfit' || page.length === 0) return [];
    const numbers = page.map(({ number }) => number);
    const people = await audiences.audiencePage({ include: [{ numbers }] }, '', numbers.length + 1, {
      overrideOptOut,
    });
    const known = new Map(people.map((person) => [person.number, person]));
    return page.flatMap(({ id, number, language, parts: before }) => {
      const { name, attributes } = known.get(number) ?? { name: undefined, attributes: {} };
      const { text } = prepared.textFor({ name, attributes, language }, true);
      const { encoding, parts } = analyse(text);
      return parts > 0 && parts < before ? [{ id, to: number, text, encoding, parts }] : [];
    });
  }
}
