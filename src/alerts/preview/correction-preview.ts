import type { AlertsConfig } from '../../config/alerts.ts';
import type { Correction } from '../../domain/alerts/alert.ts';
import type { Outcome, ReportRepository } from '../../domain/alerts/alert-report.ts';
import type { AlertRepository } from '../../domain/alerts/alert-repository.ts';
import { stepAlert } from '../../domain/alerts/alert-state.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import { expectedCost, type Prices } from '../../domain/routes/prices.ts';
import type { Finding } from '../../domain/templates/template.ts';
import type { Clock } from '../../kernel/clock.ts';
import { whyNoFollowUp, whyOver } from '../corrections/following.ts';
import type { TakingBack } from '../corrections/taking-back.ts';
import { peopleToCome } from '../desk/alert-overview.ts';
import { otherVersion, type Refused, wrongState } from '../desk/verdict.ts';
import { prepareTexts } from '../templates/prepare.ts';
import { type Forecast, forecast, onlySlowRoutesLeft, sharesOf } from './forecast.ts';
import { type Preview, peopleOf, type ShownText, shownOf } from './preview.ts';

interface Shown {
  readonly language: string;
  /** People who have the alert, or may have it, and would get this variant. */
  readonly people: number;
  /** The text with fallbacks in the place of personal values: it is shown once for all these people. */
  readonly text: ShownText;
  readonly short: ShownText | undefined;
}

/** What an update or a cancel would say, and to whom, as things are now. */
export interface CorrectionPreview extends Forecast {
  /** People who have the alert, or may have it. People who opted out since the launch are counted too. */
  readonly people: number;
  /** People whose message a route is sending. If it turns out that they have the alert, they get the correction too. */
  readonly onTheWay: number;
  /**
   * People whose message no route has yet: an update becomes their only text; after a cancel they get no text at all.
   */
  readonly toCome: number;
  /** Whether the correction would wait for a second person's approval. */
  readonly needsSecondPerson: boolean;
  readonly variants: readonly Shown[];
  /** Parts for all of `people`; parts of the short texts when only slow routes are left. */
  readonly parts: number;
  readonly cost: Preview['cost'];
  readonly findings: readonly Finding[];
}

export type CorrectionPreviewed =
  | { readonly kind: 'previewed'; readonly preview: CorrectionPreview }
  | Refused;

export interface CorrectionPreviewDeps {
  readonly repository: Pick<AlertRepository, 'getAlert' | 'waves'>;
  readonly people: Pick<ReportRepository, 'endOfPeople' | 'countPeople'>;
  readonly traffic: Pick<AlertTraffic, 'paces'>;
  readonly policy: AlertsConfig;
  readonly prices: Prices | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly timeZone: string;
  readonly takingBack: Pick<TakingBack, 'said' | 'waits'>;
}

export interface AskedCorrection {
  readonly what: 'update' | 'cancel' | 'end';
  /** Undefined for a cancel or an end with the approved text, or that of the library. */
  readonly correction: Correction | undefined;
  /** The version of the alert that the caller looked at; undefined: any version. */
  readonly version?: number | undefined;
}

/** Rows that one statement counts: few, so that other readers wait only some ms. */
const ROWS = 5000;
const EVENTS = {
  update: { sent: 'followUp', proposed: 'proposeUpdate' },
  cancel: { sent: 'cancel', proposed: 'proposeCancel' },
  end: { sent: 'end', proposed: 'end' },
} as const;
const NOBODY = { name: undefined, attributes: {} };
const MAY_HAVE_IT: ReadonlySet<Outcome> = new Set(['reached', 'sent', 'unconfirmed', 'uncertain']);

/** Previews a correction and changes nothing. It is refused wherever the correction itself would be refused. */
export const previewCorrection = async (
  deps: CorrectionPreviewDeps,
  id: number,
  { what, correction: asked, version }: AskedCorrection,
): Promise<CorrectionPreviewed> => {
  const { repository, policy, prices, traffic, clock, takingBack, timeZone } = deps;
  const alert = await repository.getAlert(id);
  if (alert === undefined) return { kind: 'unknown' };
  if (version !== undefined && version !== alert.version) return otherVersion(alert);
  const { draft } = alert;
  const now = clock.now();
  const correction = asked ?? (await takingBack.said(alert, what === 'end' ? 'end' : 'cancel', now));
  const { content, values, validForMs = draft.validForMs, expiresAt = draft.expiresAt } = correction;
  const waits = await takingBack.waits(alert, asked);
  const event = EVENTS[what][waits ? 'proposed' : 'sent'];
  if (stepAlert(alert.state, event) === undefined) return wrongState(alert, event);
  const waves = await repository.waves(id);
  const refused =
    whyNoFollowUp(alert, waves, content, values) ?? (what === 'update' ? whyOver(expiresAt, now) : undefined);
  if (refused !== undefined) return refused;
  const prepared = prepareTexts(content, values, {
    exercise: draft.kind === 'exercise',
    until: { at: expiresAt ?? now + validForMs, readAt: now, timeZone },
  });
  const { byLanguage, onTheWay, queued } = await whoHasIt(deps, id);
  const paces = traffic.paces();
  const onlySlowRoutes = policy.shortWhenDegraded === 'auto' && onlySlowRoutesLeft(paces, draft);
  const variants = content.variants.map(({ language, short }) => {
    const shown = (isShort: boolean): ShownText =>
      shownOf(prepared.kind === 'ready' ? prepared.textFor({ ...NOBODY, language }, isShort).text : '');
    return {
      language,
      people: peopleOf(content, language, byLanguage),
      text: shown(false),
      short: short === undefined ? undefined : shown(true),
    };
  });
  const partsOf = ({ text, short }: Shown): number => (onlySlowRoutes && short ? short : text).parts;
  const parts = variants.reduce((sum, one) => sum + one.people * partsOf(one), 0);
  const people = variants.reduce((sum, one) => sum + one.people, 0);
  const { validForMs: validMs = draft.validForMs } = correction;
  return {
    kind: 'previewed',
    preview: {
      people,
      onTheWay,
      toCome: queued + peopleToCome(waves),
      needsSecondPerson: waits,
      variants,
      parts,
      cost: expectedCost(prices, sharesOf(paces, draft), parts),
      ...forecast(paces, draft, { parts, people, validMs }),
      findings: prepared.findings,
    },
  };
};

const whoHasIt = async (
  { people }: Pick<CorrectionPreviewDeps, 'people'>,
  alert: number,
): Promise<{
  readonly byLanguage: Readonly<Record<string, number>>;
  readonly onTheWay: number;
  readonly queued: number;
}> => {
  const byLanguage: Record<string, number> = {};
  let onTheWay = 0;
  let queued = 0;
  for (let after = ''; ; ) {
    const until = await people.endOfPeople(alert, after, ROWS);
    if (until === undefined) return { byLanguage, onTheWay, queued };
    for (const { language = 'und', outcome, people: some } of await people.countPeople(alert, after, until)) {
      if (MAY_HAVE_IT.has(outcome)) byLanguage[language] = (byLanguage[language] ?? 0) + some;
      else if (outcome === 'sending') onTheWay += some;
      else if (outcome === 'queued') queued += some;
    }
    after = until;
  }
};
