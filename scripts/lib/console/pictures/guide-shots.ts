import type { Page } from 'playwright-core';
import type { Shot } from './photographer.ts';
import type { Scene } from './scene.ts';

/** A picture of the operators' guide: the part of a page that a paragraph speaks of. */
export interface GuideShot extends Shot {
  /** Of the window, in CSS pixels. */
  readonly width: number;
}

/** The rooms are a column of icons, and what the page shows is about as wide as a chapter of the guide. */
const NARROW = 860;
/** What can be done stands beside what it is about. */
const WIDE = 1100;
/** The phone stands beside the text. */
const WIDEST = 1202;

/** A page as Anna sees it, who is an operator. */
const anna = (
  name: string,
  path: string,
  part: string,
  { width = NARROW, act }: { readonly width?: number; readonly act?: Shot['act'] } = {},
): GuideShot => ({ name, path, as: 'Anna', part, width, ...(act && { act }) });

const choosePlace = async (page: Page): Promise<void> => {
  await page.getByRole('combobox', { name: /^(Place|Lieu)/ }).click();
  await page.getByRole('option', { name: 'quai nord' }).click();
  await page.locator('.step-3').click({ position: { x: 5, y: 5 } });
  await page.getByRole('button', { name: /^(Send to|Envoyer à) / }).waitFor();
};

const counted = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /^(Submit to|Soumettre à) .*\d/ }).waitFor();

const typeName = async (page: Page): Promise<void> => {
  await page.getByLabel(/^(Name|Nom)/).fill('Anna');
  await page.getByLabel(/^(Password|Mot de passe)/).fill('une phrase assez longue');
};

/** The number of `UNREACHED`, as people write it. */
const askFor = async (page: Page): Promise<void> => {
  await page.locator('.message-search input').first().fill('06 39 98 00 42');
  await page.keyboard.press('Enter');
  await page.locator('#was-warned').waitFor();
};

/** What is seen while an alert goes out slowly and a carrier is down. What forecasts comes last, once they are good. */
export const whileItGoesOut = ({ events, town }: Scene): readonly GuideShot[] => [
  anna('cases', '/inbox', 'section:has(> .case-list)'),
  anna('roster', `/inbox/duty/${town.roster}`, '[aria-labelledby=on-now], [aria-labelledby=on-now] + *'),
  anna('drill-run', `/drills/${events.drill}/runs/1`, 'h1, :nth-match(.data-table, 1)'),
  anna('area-map', `/people/areas/${town.area}`, '.area-editor-frame .map, :has(> .area-count)', {
    width: WIDE,
  }),
  anna('number-not-warned', '/messages', '[aria-labelledby=was-warned], [aria-labelledby=why-of]', {
    act: askFor,
  }),
  anna('message-way', `/messages/${events.unreached}`, '.answer, [aria-labelledby=way-of]'),
  { ...anna('alarms', '/settings/alarms', '.alarm'), as: 'Ada', width: WIDE },
  anna('routes-down', '/routes', '.table-card'),
  anna('alert-actions', `/alerts/${events.live}`, '.alert-people, .alert-acts'),
  anna('now', '/', '.going-out h2, .alert-card:has-text("Crue"), .alert-card:has-text("Exercice")', {
    width: WIDE,
  }),
];

/** What is seen before an alert goes out, while all carriers are quick. */
export const beforeItGoesOut = ({ events, town }: Scene): readonly GuideShot[] => [
  { name: 'sign-in', path: '/', part: '.entry-card', act: typeName, width: NARROW },
  anna('scenario-launch', `/alerts/new/scenario/${town.scenario}`, '.new-alert-steps', {
    width: WIDEST,
    act: choosePlace,
  }),
  anna('new-alert-text', `/alerts/new/${events.draft}`, '.step-1, .phone-aside', { width: WIDEST }),
  anna('new-alert-check', `/alerts/new/${events.draft}`, '.step-3', { act: counted }),
  {
    ...anna('approve', `/alerts/${events.pending}`, '[aria-labelledby=alert-asked], .alert-aside', {
      width: WIDE,
    }),
    as: 'Bruno',
  },
];
