import type { AlertsConfig } from '../../config/alerts.ts';
import { type AlertDraft, endOf } from '../../domain/alerts/alert.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { AudienceRepository, Recipient } from '../../domain/people/audience.ts';
import { expectedCost, type Prices } from '../../domain/routes/prices.ts';
import { isPersonal, namesIn, parseTemplate } from '../../domain/templates/pieces.ts';
import type { Content, Finding } from '../../domain/templates/template.ts';
import { analyse } from '../../domain/text/analyse.ts';
import type { Encoding } from '../../domain/text/encoding.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type SecondPerson, secondPersonFor } from '../desk/policy.ts';
import { type EscalationPreview, previewEscalation } from '../escalation/preview-escalation.ts';
import { type Prepared, prepareTexts } from '../templates/prepare.ts';
import { amongRecipients } from './among-recipients.ts';
import type { Blocker, DraftReview } from './draft-review.ts';
import { type Forecast, forecast, onlySlowRoutesLeft, sharesOf } from './forecast.ts';

/** A text as it would go out. */
export interface ShownText {
  readonly text: string;
  readonly encoding: Encoding;
  readonly parts: number;
}

interface VariantPreview {
  readonly language: string;
  /** People who would get this variant. */
  readonly people: number;
  /** The text for some person of the audience. */
  readonly typical: ShownText;
  /** The longest text that somebody of the sample would get. */
  readonly worst: ShownText;
  /** The largest number of parts that any contact's own values could make of the full text. */
  readonly mostParts: number;
  /** The text that goes out when only slow routes are left. */
  readonly short: ShownText | undefined;
}

export interface Preview extends Forecast {
  readonly hash: string;
  /** All people of the audience, each once. */
  readonly audience: number;
  /** The people who would get a message: `audience` without `suppressed`. */
  readonly people: number;
  readonly suppressed: Readonly<Record<string, number>>;
  readonly variants: readonly VariantPreview[];
  /** All parts, which are what carriers charge for; parts of the short texts when only slow routes are left. */
  readonly parts: number;
  /** Whether `parts` and the longest texts are computed from a sample of the people. */
  readonly estimated: boolean;
  /** What the parts would cost by the routes that would share them now. */
  readonly cost: ReturnType<typeof expectedCost>;
  readonly escalation: EscalationPreview | undefined;
  readonly findings: readonly Finding[];
  readonly blockers: readonly Blocker[];
  readonly secondPerson: SecondPerson;
}

export interface PreviewDeps {
  readonly audiences: Pick<AudienceRepository, 'audiencePage' | 'countAudience'>;
  readonly traffic: Pick<AlertTraffic, 'paces'>;
  readonly prices: Prices | undefined;
  readonly policy: AlertsConfig;
  readonly timeZone: string;
  readonly clock: Pick<Clock, 'now'>;
}

const NOBODY: Pick<Recipient, 'name' | 'attributes'> = { name: undefined, attributes: {} };
const PAGE = 500;
/** The largest number of personal texts that a preview makes: a larger audience is judged by its first people. */
const MOST_TEXTS = 5000;

export const previewAlert = async (
  deps: PreviewDeps,
  draft: AlertDraft,
  review: DraftReview,
): Promise<Preview> => {
  const now = deps.clock.now();
  const until = {
    at: endOf(draft, draft.scheduledAt ?? now),
    readAt: draft.scheduledAt ?? now,
    timeZone: deps.timeZone,
  };
  const prepared = prepareTexts(draft.content, draft.values, { exercise: draft.kind === 'exercise', until });
  const personal = isPersonalised(draft.content);
  const sample = personal && prepared.kind === 'ready' ? await sampleOf(deps, draft) : [];
  const paces = deps.traffic.paces();
  const onlySlowRoutes = deps.policy.shortWhenDegraded === 'auto' && onlySlowRoutesLeft(paces, draft);
  const variants = draft.content.variants.map(({ language }) =>
    variantPreview(prepared, draft.content, language, review, sample, onlySlowRoutes),
  );
  const parts = Math.round(variants.reduce((sum, one) => sum + one.meanParts * one.shown.people, 0));
  return {
    hash: review.hash,
    audience: review.count.people,
    people: review.people,
    suppressed: review.count.suppressed,
    variants: variants.map(({ shown }) => shown),
    parts,
    estimated: personal && sample.length < review.people,
    cost: expectedCost(deps.prices, sharesOf(paces, draft), parts),
    escalation: previewEscalation(draft, review.steps, until),
    ...forecast(paces, draft, {
      parts,
      people: review.people,
      validMs: draft.validForMs,
      among: await amongRecipients(deps.audiences, draft, paces),
    }),
    findings: review.findings,
    blockers: review.blockers,
    secondPerson: secondPersonFor(
      deps.policy,
      draft,
      review.steps.reduce((sum, step) => sum + step.people, review.people),
    ),
  };
};

const isPersonalised = ({ variants }: Content): boolean =>
  variants.some(({ text, short = '' }) =>
    [text, short].some((raw) => {
      const parsed = parseTemplate(raw);
      return parsed.kind !== 'wrong' && namesIn(parsed.pieces).some(isPersonal);
    }),
  );

const sampleOf = async (
  { audiences }: PreviewDeps,
  { audience, overrideOptOut }: AlertDraft,
): Promise<readonly Recipient[]> => {
  const sample: Recipient[] = [];
  let after = '';
  for (let read = 0; read < MOST_TEXTS; read += PAGE) {
    const page = await audiences.audiencePage(audience, after, PAGE, { overrideOptOut });
    sample.push(...page.filter(({ suppressed }) => suppressed === undefined));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.number;
  }
  return sample;
};

export const shownOf = (text: string): ShownText => {
  const { encoding, parts } = analyse(text);
  return { text, encoding, parts };
};

const variantPreview = (
  prepared: Prepared,
  content: Content,
  language: string,
  { count }: DraftReview,
  sample: readonly Recipient[],
  onlySlowRoutes: boolean,
): { readonly shown: VariantPreview; readonly meanParts: number } => {
  const raw = content.variants.find((variant) => variant.language === language);
  const textOf = (to: Pick<Recipient, 'name' | 'attributes'>, short: boolean): string =>
    prepared.kind === 'ready'
      ? prepared.textFor({ ...to, language }, short).text
      : ((short ? raw?.short : raw?.text) ?? '');
  const people = peopleOf(content, language, count.byLanguage);
  const texts = sample.filter((person) => variantFor(content, person.language) === language);
  const shown = texts.map((person) => shownOf(textOf(person, false)));
  const typical = shown[Math.floor(shown.length / 2)] ?? shownOf(textOf(NOBODY, false));
  const worst = shown.reduce((most, one) => (isLonger(one, most) ? one : most), typical);
  const short = raw?.short === undefined ? undefined : shownOf(textOf(texts[0] ?? NOBODY, true));
  const asSent = onlySlowRoutes ? texts.map((person) => shownOf(textOf(person, true))) : shown;
  const usual = (onlySlowRoutes ? short : undefined) ?? typical;
  const meanParts =
    asSent.length === 0 ? usual.parts : asSent.reduce((sum, one) => sum + one.parts, 0) / asSent.length;
  const longest = prepared.kind === 'ready' ? analyse(prepared.longestIn(language)).parts : worst.parts;
  const mostParts = Math.max(worst.parts, longest);
  return { shown: { language, people, typical, worst, mostParts, short }, meanParts };
};

const isLonger = (one: ShownText, than: ShownText): boolean =>
  one.parts > than.parts || (one.parts === than.parts && one.text.length > than.text.length);

const variantFor = ({ variants, defaultLanguage }: Content, language: string | undefined): string =>
  variants.some((variant) => variant.language === language) ? (language ?? defaultLanguage) : defaultLanguage;

export const peopleOf = (
  content: Content,
  language: string,
  byLanguage: Readonly<Record<string, number>>,
): number =>
  Object.entries(byLanguage).reduce(
    (sum, [spoken, people]) => sum + (variantFor(content, spoken) === language ? people : 0),
    0,
  );
