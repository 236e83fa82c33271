import { WHAT_COUNTS } from '../../config/our-numbers.ts';
import { type Alert, type AlertActor, endOf } from '../../domain/alerts/alert.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import type { AlertState } from '../../domain/alerts/alert-state.ts';
import type { NewMessage } from '../../domain/messages/message.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import type { Priority } from '../../domain/messages/priority.ts';
import {
  type AlertTest,
  type AlertTestRepository,
  MOST_TEST_MESSAGES,
  type NewTestMessage,
  TEST_OWNER,
} from '../../domain/operation/alert-test.ts';
import type { AudienceRepository } from '../../domain/people/audience.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Page, Paged } from '../../kernel/page.ts';
import type { StepperDeps } from '../desk/stepper.ts';
import { stateWords } from '../desk/verdict.ts';
import { type DraftReviewDeps, seeAlert } from '../preview/draft-review.ts';
import { lint } from '../templates/lint.ts';
import { prepareTexts } from '../templates/prepare.ts';
import { markTest } from './mark-test.ts';
import { type OursDeps, tooNewPhones } from './too-new-phones.ts';

interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** A message of a test: it is never sent again. */
interface TestMessageInput {
  readonly to: Msisdn;
  readonly text: string;
  readonly from: string | undefined;
  readonly priority: Priority;
  readonly validForMs: number;
  readonly onUncertain: 'hold';
  readonly reference: string;
  readonly routes: readonly string[] | undefined;
}

export interface AlertTesterDeps extends DraftReviewDeps, OursDeps, Pick<StepperDeps, 'announce'> {
  readonly alerts: Pick<AlertRepository, 'getAlert'>;
  readonly tests: AlertTestRepository;
  readonly audiences: Pick<AudienceRepository, 'audiencePage' | 'countAudience'>;
  /** Makes a message without storing it. */
  readonly prepare: (
    message: TestMessageInput,
    owner: string,
  ) => Promise<NewMessage | { readonly errors: readonly FieldError[] }>;
  /** Announces messages that were committed. */
  readonly stored: (messages: readonly NewMessage[]) => void;
  readonly clock: Pick<Clock, 'now'>;
  /** The clocks by which texts give times: an IANA name. */
  readonly timeZone: string;
}

/** What is tested, and by which ways. */
export interface TestAsked {
  readonly numbers: readonly Msisdn[];
  /** One message by each of these routes alone; undefined: one as the plan says. */
  readonly routes?: readonly string[] | undefined;
  /** Undefined: the language that the number would get. */
  readonly languages?: readonly string[] | undefined;
  /** Whether the short text of each language is sent too. */
  readonly short: boolean;
}

export type TestVerdict =
  | { readonly kind: 'done'; readonly test: AlertTest }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'wrongState'; readonly detail: string }
  | { readonly kind: 'changed'; readonly detail: string }
  | { readonly kind: 'tooMany'; readonly detail: string }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] };

/** A test is only of what has still to go out: after the launch a reply could be meant for the alert itself. */
const TESTABLE: readonly AlertState[] = ['draft', 'pendingApproval', 'returned', 'approved', 'scheduled'];
const VALID_MS = 15 * 60_000;

interface Wanted {
  readonly language: string;
  readonly short: boolean;
}

/**
 * Sends the texts of an alert as they are now to a few numbers of ours, marked as a test. The messages belong to no
 * wave, so they are in no figure of the alert, and nothing that is approved changes.
 */
export class AlertTester {
  readonly #deps: AlertTesterDeps;

  constructor(deps: AlertTesterDeps) {
    this.#deps = deps;
  }

  exists(alert: number): Promise<boolean> {
    return this.#deps.alerts.getAlert(alert).then((one) => one !== undefined);
  }

  list(alert: number, page: Page): Promise<Paged<AlertTest>> {
    return this.#deps.tests.list(alert, page);
  }

  /** @throws TocsinError `storeUnavailable`, `shuttingDown` */
  async test(id: number, asked: TestAsked, actor: Pick<AlertActor, 'id' | 'name'>): Promise<TestVerdict> {
    const { alerts, tests, stored, announce, clock } = this.#deps;
    const alert = await alerts.getAlert(id);
    if (alert === undefined) return { kind: 'unknown' };
    if (!TESTABLE.includes(alert.state)) {
      return {
        kind: 'wrongState',
        detail: `test: the alert is ${stateWords[alert.state]}; test it before its launch`,
      };
    }
    const wrong = [
      ...(await this.#wrong(alert, asked)),
      ...(await tooNewPhones(this.#deps, alert, asked, actor)),
    ];
    if (wrong.length > 0) return { kind: 'invalid', errors: wrong };
    const made = await this.#messages(alert, asked);
    if ('errors' in made) return { kind: 'invalid', errors: made.errors };
    const at = clock.now();
    const { hash } = await seeAlert(this.#deps, alert.draft, at);
    const begun = await tests.begin({
      alert: id,
      version: alert.version,
      at,
      actor,
      hash,
      messages: made.messages,
    });
    if (begun.kind === 'changed') return { kind: 'changed', detail: 'somebody has just changed the alert' };
    if (begun.kind === 'tooMany') {
      const detail = `so many messages of tests were sent within the hour that only ${begun.left} more may be`;
      return { kind: 'tooMany', detail };
    }
    const queued = new Set(begun.queued);
    stored(made.messages.map(({ message }) => message).filter((message) => queued.has(message.id)));
    announce({ alert, actor, action: 'test', detail: `test ${begun.test}` });
    const test = await tests.get(id, begun.test);
    return test === undefined ? { kind: 'unknown' } : { kind: 'done', test };
  }

  async #wrong(
    { draft }: Alert,
    { numbers, routes = [], languages = [] }: TestAsked,
  ): Promise<readonly FieldError[]> {
    const { ours, tests, traffic } = this.#deps;
    const stored = await tests.numbersOfOurs();
    const there = new Set(traffic.paces().map(({ id }) => id));
    const { content, values } = draft;
    const findings = lint(content, { values });
    return [
      ...numbers.flatMap((number, index) =>
        ours.has(number) || stored.has(number)
          ? []
          : [{ path: `numbers[${index}]`, message: `is no number of ours: ${WHAT_COUNTS}` }],
      ),
      ...routes.flatMap((route, index) =>
        there.has(route) ? [] : [{ path: `routes[${index}]`, message: `no route is called "${route}"` }],
      ),
      ...languages.flatMap((language, index) =>
        content.variants.some((variant) => variant.language === language)
          ? []
          : [{ path: `languages[${index}]`, message: `the alert has no text in "${language}"` }],
      ),
      ...findings.flatMap(({ level, message }) => (level === 'error' ? [{ path: 'content', message }] : [])),
    ];
  }

  async #messages(
    { id, draft }: Alert,
    { numbers, routes, languages, short }: TestAsked,
  ): Promise<{ readonly messages: readonly NewTestMessage[] } | { readonly errors: readonly FieldError[] }> {
    const { content, values, kind } = draft;
    const until = this.#until(draft);
    const texts = prepareTexts(content, values, { exercise: kind === 'exercise', until });
    if (texts.kind === 'unfit') return { errors: [{ path: 'content', message: 'is not fit to be sent' }] };
    const known = await this.#deps.audiences.audiencePage(
      { include: [{ numbers }] },
      '',
      numbers.length + 1,
      {
        overrideOptOut: true,
      },
    );
    const messages: NewTestMessage[] = [];
    for (const to of new Set(numbers)) {
      const person = known.find(({ number }) => number === to);
      const own = texts.textFor({ name: undefined, attributes: {}, language: undefined, ...person }, false);
      const wanted = (languages ?? [own.language]).flatMap((language): readonly Wanted[] => {
        const hasShort = content.variants.some((one) => one.language === language && one.short !== undefined);
        return [{ language, short: false }, ...(short && hasShort ? [{ language, short: true }] : [])];
      });
      for (const one of wanted) {
        const addressee = {
          name: person?.name,
          attributes: person?.attributes ?? {},
          language: one.language,
        };
        const text = markTest(texts.textFor(addressee, one.short).text, one.language);
        for (const onlyRoute of routes ?? [undefined]) {
          const made = await this.#deps.prepare(
            {
              to,
              text,
              from: draft.from,
              priority: draft.priority,
              validForMs: Math.min(VALID_MS, draft.validForMs),
              onUncertain: 'hold',
              reference: `test of alert ${id}`,
              routes: onlyRoute === undefined ? draft.routes : [onlyRoute],
            },
            TEST_OWNER,
          );
          if ('errors' in made) return made;
          messages.push({ message: made, onlyRoute, ...one });
          if (messages.length > MOST_TEST_MESSAGES) {
            const message = `would be more than ${MOST_TEST_MESSAGES} messages with these routes and texts`;
            return { errors: [{ path: 'numbers', message }] };
          }
        }
      }
    }
    return { messages };
  }

  /** What `{until}` would say if the alert were launched now, or at its time. */
  #until(draft: Alert['draft']) {
    const { clock, timeZone } = this.#deps;
    const readAt = draft.scheduledAt ?? clock.now();
    return { at: endOf(draft, readAt), readAt, timeZone };
  }
}
